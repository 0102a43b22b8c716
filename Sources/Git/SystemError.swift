import Glibc

/// A system call that failed: what it was doing, to which path, and the errno.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done, as a verb: "remove", "create".
  package let action: String
  package let path: String
  package let errno: Int32

  init(_ action: String, _ path: String, errno: Int32 = Glibc.errno) {
    self.action = action
    self.path = path
    self.errno = errno
  }

  package var description: String {
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "errno \(errno)"
    return "cannot \(action) \(path): \(reason)"
  }
}
