import Glibc
import Orchestration
package import SystemPackage

/// Why a file of the state directory could not be used.
package enum JournalError: Error, Hashable, Sendable {
  /// The system refused; `Action` is what was being done.
  case system(Action, FilePath, Errno)
  /// A line that is not the torn last one is bad: what comes after it cannot be believed.
  case damaged(FilePath, line: Int, LineFault)
  /// The file has less than was read from it before.
  case shrunk(FilePath, length: Int, offset: Int)
  /// A symbolic link, FIFO, device or directory stands where only a regular file may.
  case notRegular(FilePath)
  case tooLarge(FilePath, limit: Int)
  /// Another writer has the file open.
  case inUse(FilePath)
  /// A JSON file does not say what it should.
  case malformed(FilePath, String)

  /// What was being done when the system refused.
  package enum Action: String, Hashable, Sendable {
    case create, open, read, write, sync, truncate, rename, remove, list, lock
  }
}

extension JournalError: DiskFullReporting {
  /// Whether the same call succeeds once there is room on the disk or in the quota. A failed `sync` is not of
  /// this kind: what it should have written may be lost already, and no later call brings it back.
  package var isDiskFull: Bool {
    guard case .system(let action, _, let errno) = self, action != .sync else { return false }
    return errno == .noSpace || errno == .diskQuotaExceeded
  }
}

extension JournalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .system(let action, let path, let errno): "cannot \(action.rawValue) \(path): \(errno)"
    case .damaged(let path, let line, .checksum): "\(path):\(line): the line's checksum is wrong"
    case .damaged(let path, let line, .unreadable(let why)): "\(path):\(line): \(why)"
    case .damaged(let path, let line, .sequence(let expected, let found)):
      "\(path):\(line): the line's \"seq\" is \(found), not \(expected)"
    case .shrunk(let path, let length, let offset):
      "\(path) has \(length) bytes, but \(offset) were read from it before"
    case .notRegular(let path): "\(path) is not a regular file"
    case .tooLarge(let path, let limit): "\(path) is larger than \(limit) bytes"
    case .inUse(let path): "\(path) is open for writing in another process"
    case .malformed(let path, let why): "\(path): \(why)"
    }
  }

  /// What a person can do about it; nil where the error says all there is.
  package var hint: String? {
    switch self {
    case .damaged(_, _, .unreadable): "a newer version may have written it: use that one"
    case .damaged(let path, let line, _):
      "restore the file from a backup, or keep only what stands before the damage: head -n \(line - 1) \(path)"
    case _ where isDiskFull: "make room, then go on"
    case .shrunk, .inUse: "only the orchestrator may write it: look for another program that does"
    case .system, .notRegular, .tooLarge, .malformed: nil
    }
  }
}

/// Runs system calls, and says what was being done to which file when one fails.
func attempt<Result: ~Copyable>(
  _ action: JournalError.Action, _ path: FilePath, _ body: () throws -> Result
) throws(JournalError) -> Result {
  do { return try body() } catch { throw .system(action, path, error as? Errno ?? .ioError) }
}

/// The one gate from a C return code to an error.
func check(_ result: Int32) throws(Errno) {
  guard result < 0 else { return }
  throw Errno(rawValue: errno)
}
