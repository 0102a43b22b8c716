import Glibc
import Orchestration
import SystemPackage

/// Green gate verdicts, one empty file a key. Only green is remembered across runs: red may have been bad luck.
struct VerdictStore: Sendable {
  let directory: FilePath

  func isGreen(_ key: String) throws -> Bool {
    unsafe access(directory.appending(key).string, F_OK) == 0
  }

  /// Losing a verdict in a power cut only costs a doctor, so nothing is synced.
  func recordGreen(_ key: String, commit: CommitID) throws {
    let file = try FileDescriptor.open(
      directory.appending(key), .writeOnly, options: [.create, .closeOnExec, .truncate],
      permissions: [.ownerReadWrite])
    try file.closeAfter { _ = try file.writeAll(Array((commit.description + "\n").utf8)) }
  }
}

/// A place for one command's output.
enum LogPlace {
  /// A file name that does not exist yet: a gate that is run again keeps the earlier log.
  static func fresh(_ directory: FilePath, _ name: String) throws -> FilePath {
    try makeDirectories(directory)
    for number in 1... {
      let path = directory.appending(number == 1 ? "\(name).log" : "\(name)-\(number).log")
      if unsafe access(path.string, F_OK) != 0 { return path }
    }
    return directory.appending("\(name).log")
  }

  static func makeDirectories(_ directory: FilePath) throws {
    guard unsafe access(directory.string, F_OK) != 0 else { return }
    try makeDirectories(directory.removingLastComponent())
    if unsafe mkdir(directory.string, 0o700) != 0, errno != EEXIST { throw Errno(rawValue: errno) }
  }
}
