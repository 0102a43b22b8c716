package import Journal
package import Orchestration
import Sandboxes

/// What has become of an attempt's worker, by the files it left and the lock it holds.
package enum WorkerStanding: Hashable, Sendable {
  /// It was never launched.
  case absent
  case alive(ProcessIdentity)
  /// It left a result.
  case ended(AttemptOutcome)
  /// It was launched and is gone without a result.
  case dead

  package init(of directory: AttemptDirectory) throws {
    let status = try FileLock.status(directory.workerLock)
    if let exit = try JSONFile.read(AttemptExit.self, from: directory.exit) {
      self = .ended(exit.outcome)
    } else if case .held(let holder) = status, let holder {
      self = .alive(holder)
    } else if try JSONFile.read(AttemptOrder.self, from: directory.order, limit: 64 << 20) == nil {
      self = .absent
    } else if let identity = try JSONFile.read(ProcessIdentity.self, from: directory.worker) {
      self = ProcessTable.isAlive(identity) ? .alive(identity) : .dead
    } else {
      self = .absent
    }
  }
}
