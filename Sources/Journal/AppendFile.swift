import FoundationEssentials
import Glibc
import SystemPackage

/// A file of ours that only grows, open for one writer: a second one is refused by a lock on the file.
struct AppendFile: ~Copyable {
  private let descriptor: FileDescriptor
  private let path: FilePath
  /// The end of what was appended completely, an offset.
  private var end: Int
  /// Bytes of a failed write stand after `end`.
  private var isTorn = false
  /// The system could not say that earlier bytes are on the disk; it says so once and then forgets, so nothing
  /// that is appended later could be called durable.
  private var failure: JournalError?

  private init(_ descriptor: FileDescriptor, _ path: FilePath) {
    self.descriptor = descriptor
    self.path = path
    end = 0
  }

  deinit { try? descriptor.close() }

  /// Opens the file, which is created with 0600 in directories of 0700 where it is missing.
  ///
  /// - Parameter waiting: waits until another writer is done, instead of refusing.
  static func open(_ path: FilePath, waiting: Bool = false) throws(JournalError) -> AppendFile {
    let parent = path.removingLastComponent()
    try Directory.create(parent)
    let descriptor = try attempt(.open, path) {
      try FileDescriptor.open(
        path, .readWrite, options: [.create, .noFollow, .nonBlocking, .closeOnExec],
        permissions: .ownerReadWrite)
    }
    var file = AppendFile(descriptor, path)
    let status = try attempt(.open, path) { try descriptor.stat() }
    guard status.type == .regular else { throw .notRegular(path) }
    guard try descriptor.lock(path, waiting: waiting) else { throw .inUse(path) }
    try Directory.sync(parent)
    file.end = Int(try attempt(.read, path) { try descriptor.seek(offset: 0, from: .end) })
    return file
  }

  func contents() throws(JournalError) -> Data {
    try attempt(.read, path) { try descriptor.data(from: 0, to: end) }
  }

  /// Cuts off everything from `length` on, durably.
  mutating func truncate(to length: Int) throws(JournalError) {
    guard length < end else { return }
    try attempt(.truncate, path) { try descriptor.resize(to: Int64(length)) }
    end = length
    try sync()
  }

  /// Writes the bytes at the end in one call; after an error none of them is there.
  mutating func append(_ bytes: Data) throws(JournalError) {
    if let failure { throw failure }
    if isTorn { try removeTornBytes() }
    do {
      // A short write is tried again where it stopped, because only then the system says why.
      _ = try attempt(.write, path) { try descriptor.writeAll(toAbsoluteOffset: Int64(end), bytes) }
    } catch {
      isTorn = true
      try? removeTornBytes()
      throw error
    }
    end += bytes.count
  }

  private mutating func removeTornBytes() throws(JournalError) {
    try attempt(.truncate, path) { try descriptor.resize(to: Int64(end)) }
    isTorn = false
  }

  /// Returns when everything that was appended is on the disk.
  mutating func sync() throws(JournalError) {
    if let failure { throw failure }
    do {
      try attempt(.sync, path) { try check(fdatasync(descriptor.rawValue)) }
    } catch {
      failure = error
      throw error
    }
  }
}
