import CLinux
import Glibc
import SystemPackage

/// The first process of a container. With it everything inside ends: when it is told to, and when its owner is gone,
/// however that died.
package enum FirstProcess {
  /// Returns when nobody holds the life line any more, which a killed owner cannot keep, nor anybody for it.
  package static func run(until lock: String) -> Int32 {
    // What runs in here is the same user, and must not stop us by tracing us.
    guard orchestrate_close_to_others() == 0 else { return 74 }
    // Orphans are ours here; the kernel buries them when nobody asks for them.
    _ = signal(SIGCHLD, SIG_IGN)
    // A first process is sent only what it asks for.
    _ = signal(SIGTERM) { _ in _exit(0) }
    do { try LifeLine.wait(for: FilePath(lock)) } catch { return 74 }
    return 0
  }
}
