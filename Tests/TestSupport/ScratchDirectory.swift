import Glibc
package import SystemPackage

/// An empty directory that goes away with this object.
package final class ScratchDirectory: Sendable {
  package let path: FilePath

  package init() throws {
    path = FilePath("/tmp/orchestrate-test-\(UInt64.random(in: 0...UInt64.max))")
    try makeDirectory("")
  }

  deinit {
    var pid: pid_t = 0
    let arguments = ["rm", "-rf", path.string]
    var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
    if unsafe posix_spawn(&pid, "/bin/rm", nil, nil, &argv, environ) == 0 { waitpid(pid, nil, 0) }
    unsafe argv.forEach { unsafe free($0) }
  }

  package func makeDirectory(_ name: String) throws {
    guard unsafe mkdir(path.pushing(FilePath(name)).string, 0o700) == 0 else { throw Errno(rawValue: errno) }
  }

  /// Makes a FIFO: what a program writes into it is an event that a test can wait for.
  package func makeFIFO(_ name: String) throws {
    guard unsafe mkfifo(path.appending(name).string, 0o600) == 0 else { throw Errno(rawValue: errno) }
  }

  package func makeLink(_ name: String, to target: String) throws {
    guard unsafe symlink(target, path.appending(name).string) == 0 else { throw Errno(rawValue: errno) }
  }

  package func write(_ name: String, _ text: String) throws {
    let file = try FileDescriptor.open(
      path.appending(name), .writeOnly, options: [.create, .truncate, .closeOnExec],
      permissions: .ownerReadWrite)
    try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) }
  }

  /// The bytes of a file; blocks on a FIFO until somebody has written into it.
  package func read(_ name: String) throws -> [UInt8] {
    let file = try FileDescriptor.open(path.appending(name), .readOnly, options: .closeOnExec)
    return try file.closeAfter {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
        if count == 0 { return all }
        all += buffer.prefix(count)
      }
    }
  }

  package func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }
}
