import CLinux
import Glibc
import SystemPackage

/// Becomes another program that dies with its parent, even when the parent is killed.
package enum ExecShim {
  /// `arguments` are what stands after `exec`: the parent's pid, `--`, the program and its arguments. Returns only
  /// when that failed, with the exit code that a shell would give.
  package static func run(_ arguments: [String]) -> Int32 {
    guard arguments.count > 2, let parent = Int32(arguments[0]), arguments[1] == "--" else {
      return fail("usage: orchestrate-worker exec PARENT -- PROGRAM [ARGUMENT...]", 64)
    }
    guard orchestrate_die_with_parent() == 0 else {
      return fail("orchestrate-worker: \(arguments[2]): could not be tied to its parent", 126)
    }
    // Asked for after the parent's death, the signal never comes.
    guard getppid() == parent else {
      return fail("orchestrate-worker: \(arguments[2]): its parent is gone", 126)
    }
    return become(Array(arguments[2...]))
  }

  private static func become(_ arguments: [String]) -> Int32 {
    var argv: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
    unsafe argv.append(nil)
    _ = unsafe execvp(arguments[0], argv)
    let reason = Errno(rawValue: errno)
    return fail(
      "orchestrate-worker: \(arguments[0]): \(reason)", reason == .noSuchFileOrDirectory ? 127 : 126)
  }

  private static func fail(_ message: String, _ code: Int32) -> Int32 {
    _ = try? FileDescriptor.standardError.writeAll(Array((message + "\n").utf8))
    return code
  }
}
