import Journal
import Orchestration
import Sandboxes

/// The one place from which a repository's runs are written: whoever holds it is the orchestrator.
enum OrchestratorSeat {
  /// Takes the seat; nil while another orchestrator lives.
  static func take(_ workspace: Workspace) throws -> FileLock? {
    try workspace.state.create()
    guard let identity = ProcessTable.current else {
      throw Failure("/proc does not show this process", hint: "mount /proc", code: .environment)
    }
    if case .acquired(let lock) = try FileLock.acquire(workspace.state.lock, for: identity) { return lock }
    return nil
  }
}
