import Glibc
import SystemPackage

extension FileDescriptor {
  /// Takes the exclusive flock of an open file; false when another open file has it.
  func lock(_ path: FilePath, waiting: Bool = false) throws(JournalError) -> Bool {
    try lock(path, LOCK_EX | (waiting ? 0 : LOCK_NB))
  }

  /// Takes a shared flock: false when an exclusive one is held elsewhere.
  func lockShared(_ path: FilePath) throws(JournalError) -> Bool { try lock(path, LOCK_SH | LOCK_NB) }

  private func lock(_ path: FilePath, _ operation: Int32) throws(JournalError) -> Bool {
    while true {
      do throws(Errno) {
        try check(flock(rawValue, operation))
        return true
      } catch .wouldBlock {
        return false
      } catch .interrupted {
        continue
      } catch {
        throw .system(.lock, path, error)
      }
    }
  }
}
