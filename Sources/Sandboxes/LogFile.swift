import SystemPackage

/// A command's output on disk. Beyond the cap the middle is left out and one line says so: the beginning is
/// written as it comes, the end is held back in memory (at most 1 MiB) and written when the command has ended.
struct LogFile: ~Copyable {
  private let path: FilePath
  private let file: FileDescriptor
  private var room: Int
  private var tail: OutputTail
  private(set) var written = 0

  init(_ path: FilePath, cap: Int) throws(CommandError) {
    self.path = path
    let held = min(cap / 2, 1 << 20)
    room = cap - held
    tail = OutputTail(limit: held)
    do {
      file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .append, .closeOnExec], permissions: .ownerReadWrite)
    } catch {
      throw .log(path, error as? Errno ?? .ioError)
    }
  }

  deinit { try? file.close() }

  mutating func append(_ buffer: [UInt8]) throws(CommandError) {
    let head = buffer.prefix(room)
    try write(head)
    room -= head.count
    tail.append(buffer[head.endIndex...])
  }

  /// Writes the end that was held back.
  mutating func finish() throws(CommandError) {
    let end = tail.take()
    if tail.dropped > 0 { try write(Array("\n[\(tail.dropped) bytes left out]\n".utf8)[...]) }
    try write(end[...])
  }

  private mutating func write(_ bytes: ArraySlice<UInt8>) throws(CommandError) {
    guard !bytes.isEmpty else { return }
    do {
      written += try file.writeAll(bytes)
    } catch {
      throw .log(path, error as? Errno ?? .ioError)
    }
  }
}
