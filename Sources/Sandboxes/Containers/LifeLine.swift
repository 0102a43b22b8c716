import CLinux
import Glibc
import Synchronization
import SystemPackage

/// The owner's end of what keeps a container running: a write lock on a file, which the kernel gives up with the process
/// that holds it.
///
/// The file is read-only inside, and only who may write a file can lock it against readers: nothing in the container
/// can keep its first process waiting. (It could with flock, which asks for no such right.)
final class LifeLine: Sendable {
  private let descriptor: Mutex<FileDescriptor?>

  /// Throws `wouldBlock` when another process holds it.
  init(at path: FilePath) throws {
    let file = try FileDescriptor.open(
      path, .readWrite, options: [.create, .noFollow, .nonBlocking, .closeOnExec],
      permissions: .ownerReadWrite)
    guard orchestrate_lock_file(file.rawValue, F_WRLCK, 0) == 0 else {
      let reason = Errno(rawValue: errno)
      try? file.close()
      throw reason
    }
    descriptor = Mutex(file)
  }

  deinit { release() }

  /// The container ends by itself from here on; a second call does nothing.
  func release() {
    descriptor.withLock { file in
      // A child between its fork and its exec shares the lock: closing alone would leave it held for a moment.
      if let file { _ = orchestrate_lock_file(file.rawValue, F_UNLCK, 0) }
      try? file?.close()
      file = nil
    }
  }

  /// The container's end: returns when nobody holds it any more.
  static func wait(for path: FilePath) throws {
    let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
    while orchestrate_lock_file(file.rawValue, F_RDLCK, 1) != 0 {
      guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
  }
}
