import FoundationEssentials
import Glibc
package import SystemPackage

/// Small values in files of their own, replaced as a whole: a reader sees the old value or the new one.
package enum JSONFile {
  /// Writes the value beside the file, makes it durable, and renames it into place; 0600, in directories of 0700.
  package static func write(
    _ value: some Encodable, to path: FilePath, hiding concealment: Concealment = Concealment()
  ) throws {
    let text = concealment.conceal(try text(of: value))
    let parent = path.removingLastComponent()
    try Directory.create(parent)
    let random = String(UInt64.random(in: 0 ... .max), radix: 16)
    let draft = parent.appending(".\(path.lastComponent?.string ?? "").\(random)")
    do {
      try attempt(.write, draft) { try createFile(draft, text) }
      try Directory.move(draft, to: path)
    } catch {
      try? removeFile(draft)
      throw error
    }
  }

  /// The value in the file; nil when there is no file.
  ///
  /// - Parameter limit: the largest file that is read, bytes. Only a regular file is, and no link is followed.
  package static func read<Value: Decodable>(
    _ type: Value.Type, from path: FilePath, limit: Int = 1 << 20,
    revealing concealment: Concealment = Concealment()
  ) throws(JournalError) -> Value? {
    guard let file = try RegularFile.open(path, limit: limit) else { return nil }
    return try decode(type, from: concealment.reveal(try file.read()), at: path)
  }

  /// The value in a file whose flock some process must hold; nil when there is no file.
  static func readLocked<Value: Decodable>(
    _ type: Value.Type, from path: FilePath, limit: Int
  ) throws(JournalError) -> Value? {
    guard let file = try RegularFile.open(path, limit: limit) else { return nil }
    guard try file.isLocked else { throw .malformed(path, "nobody holds it") }
    return try decode(type, from: try file.read(), at: path)
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: Data, at path: FilePath
  ) throws(JournalError) -> Value {
    do { return try JSONDecoder().decode(type, from: bytes) } catch {
      throw .malformed(path, summary(of: error))
    }
  }

  /// The text of the file that `write` makes.
  static func text(of value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + [SealedLine.newline]
  }

  private static func createFile(_ path: FilePath, _ text: Data) throws {
    let descriptor = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
      permissions: .ownerReadWrite)
    try descriptor.closeAfter {
      try descriptor.writeAll(text)
      try check(fsync(descriptor.rawValue))
    }
  }

  /// Removes a file; a missing one is fine.
  static func removeFile(_ path: FilePath) throws(JournalError) {
    do throws(Errno) {
      try check(unsafe path.withPlatformString { name in unsafe unlink(name) })
    } catch .noSuchFileOrDirectory {
      return
    } catch {
      throw .system(.remove, path, error)
    }
  }
}
