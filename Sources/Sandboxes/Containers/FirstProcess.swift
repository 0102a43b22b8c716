import Glibc
import SystemPackage

/// The first process of a container. With it everything inside ends: when it is told to, and when its owner is gone,
/// however that died.
package enum FirstProcess {
  /// Returns when nobody holds the flock of the file any more, which a killed owner cannot keep.
  package static func run(until lock: String) -> Int32 {
    // Orphans are ours here; the kernel buries them when nobody asks for them.
    _ = signal(SIGCHLD, SIG_IGN)
    // A first process is sent only what it asks for.
    _ = signal(SIGTERM) { _ in _exit(0) }
    guard
      let file = try? FileDescriptor.open(FilePath(lock), .readOnly, options: [.noFollow, .closeOnExec])
    else { return 74 }
    while flock(file.rawValue, LOCK_SH) != 0 {
      guard errno == EINTR else { return 74 }
    }
    return 0
  }
}
