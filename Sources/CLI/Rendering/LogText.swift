import Agents
import Orchestration
import SystemPackage
import Workers

/// The output of a command in a file, made fit for a terminal line by line.
struct LogText {
  let path: FilePath

  /// Hands over the lines, in pieces, so that a file of any size fits; stops when `print` says false.
  func each(_ print: (String) -> Bool) throws {
    let file: FileDescriptor
    do {
      file = try .open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
    } catch let error as Errno {
      throw Failure("cannot read \(path): \(error)", code: .environment)
    }
    defer { try? file.close() }
    guard try file.stat().type == .regular else {
      throw Failure("\(path) is not a regular file", code: .environment)
    }
    var rest: [UInt8] = []
    while case let piece = try read(file), !piece.isEmpty {
      rest += piece
      let lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for line in lines.dropLast() where !print(PlainText.clean(line, limit: 10_000)) { return }
      // A line without an end must not fill the memory.
      rest = Array(lines.last?.prefix(1 << 20) ?? [])
    }
    if !rest.isEmpty { _ = print(PlainText.clean(rest, limit: 10_000)) }
  }

  private func read(_ file: FileDescriptor) throws -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      count = try unsafe file.read(into: raw)
    }
  }

  /// The last lines, or nothing where there is no file.
  func end(lines count: Int = 20) -> [String] {
    // As many bytes as that many long lines take. A line ends with LF, and CR LF is one character to Swift.
    let text = LogTail.read(path, bytes: count * 200) ?? ""
    let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { PlainText.clean($0, limit: 500) }
    return Array(lines.suffix(count))
  }
}
