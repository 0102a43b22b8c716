import CLibgit2
import Glibc

/// Retries what another process holds locked: libgit2 does not wait for a lock, it fails at once.
struct Backoff {
  /// How long a lock may stay before we give up. git's own `core.packedRefsTimeout` is 1 s and
  /// `core.filesRefLockTimeout` 100 ms; a slow `git pack-refs` needs more.
  static let limit = Duration.seconds(5)

  /// Calls `attempt` until it does anything but fail with a lock, or the limit has passed. Blocks its thread.
  static func retryingLocked<Result>(limit: Duration = limit, _ attempt: () throws -> Result) throws -> Result
  {
    let clock = SuspendingClock()
    let deadline = clock.now + limit
    var longest: UInt32 = 2_000
    while true {
      do {
        return try attempt()
      } catch let error as GitError where error.isLocked && clock.now < deadline {
        usleep(UInt32.random(in: 500...longest))
        longest = min(longest * 2, 100_000)
      }
    }
  }
}
