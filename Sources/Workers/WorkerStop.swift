import Glibc
package import Journal
package import Orchestration
import Sandboxes

/// Ends an attempt's worker and everything that it started, whoever launched it.
package struct WorkerStop: Sendable {
  package var directory: AttemptDirectory
  package var nonce: Nonce

  package init(directory: AttemptDirectory, nonce: Nonce) {
    self.directory = directory
    self.nonce = nonce
  }

  /// How long a worker may take to end its commands.
  private static let patience = Duration.seconds(20)

  /// Asks the worker to end, and ends it and what it left when it does not. Returns when nothing runs any more.
  package func stop() async {
    let start = ContinuousClock.now
    var asked = false
    while ContinuousClock.now - start < Self.patience {
      guard case .alive(let worker) = try? WorkerStanding(of: directory) else {
        if asked || ContinuousClock.now - start > .seconds(2) { break }
        await WorkingTime.pause(.milliseconds(20))
        continue
      }
      if !asked { asked = ProcessTable.signal(worker, SIGTERM) }
      await WorkingTime.pause(.milliseconds(20))
    }
    if case .alive(let worker) = try? WorkerStanding(of: directory) { ProcessTable.signal(worker, SIGKILL) }
    _ = await ProcessTable.endAll(markedBy: nonce)
  }
}
