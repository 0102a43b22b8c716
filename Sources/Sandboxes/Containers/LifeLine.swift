import Glibc
import Synchronization
import SystemPackage

/// The owner's end of what keeps a container running: an exclusive flock, which the kernel gives up with the process
/// that holds it.
final class LifeLine: Sendable {
  private let descriptor: Mutex<FileDescriptor?>

  /// Throws `wouldBlock` when another process holds it.
  init(at path: FilePath) throws {
    let file = try FileDescriptor.open(
      path, .readWrite, options: [.create, .noFollow, .nonBlocking, .closeOnExec],
      permissions: .ownerReadWrite)
    guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
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
      if let file { flock(file.rawValue, LOCK_UN) }
      try? file?.close()
      file = nil
    }
  }
}
