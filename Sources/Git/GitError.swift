import CLibgit2
import Glibc

/// A libgit2 call that failed: which one, with what code, and what libgit2 said about it.
package struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the libgit2 function.
  package let operation: String
  /// libgit2's return code, below zero.
  package let code: Int32
  /// libgit2's error class (`git_error_t`): the subsystem that failed.
  package let category: Int32
  /// libgit2's own words.
  package let message: String

  package init(operation: String, code: Int32, category: Int32 = 0, message: String) {
    self.operation = operation
    self.code = code
    self.category = category
    self.message = message
  }

  /// Reads the calling thread's last libgit2 error; must run before anything else calls libgit2.
  init(operation: String, code: Int32) {
    self.operation = operation
    self.code = code
    if let last = unsafe git_error_last() {
      category = unsafe last.pointee.klass
      message = unsafe String(cString: last.pointee.message)
    } else {
      category = 0
      message = "no message"
    }
  }

  package var description: String { "\(operation): \(message) (\(code))" }

  package var isNotFound: Bool { code == GIT_ENOTFOUND.rawValue }
  package var isLocked: Bool { code == GIT_ELOCKED.rawValue }
  package var isModified: Bool { code == GIT_EMODIFIED.rawValue }
  package var isConflict: Bool { code == GIT_ECONFLICT.rawValue }
  package var exists: Bool { code == GIT_EEXISTS.rawValue }

  /// Whether the file system was full. libgit2 keeps no errno, only the text that the C library has for it.
  package var isOutOfSpace: Bool {
    guard let text = unsafe strerror(ENOSPC) else { return false }
    return unsafe message.hasSuffix(String(cString: text))
  }
}

/// The one gate from a libgit2 return code to an error. It reads the thread-local error at once, so nothing
/// may suspend between the call and this.
@discardableResult
func check(_ operation: String, _ code: Int32) throws(GitError) -> Int32 {
  guard code < 0 else { return code }
  throw GitError(operation: operation, code: code)
}
