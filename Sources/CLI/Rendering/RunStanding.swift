import Journal
import Orchestration
import Workers

/// Who is at work on a run, which its journal cannot say.
struct RunStanding: Hashable, Sendable {
  enum Orchestrator: String, Codable, Sendable {
    case live, dead
    /// Nobody is, and nobody should be.
    case none
  }

  var orchestrator = Orchestrator.none
  /// Attempts that a worker is at, with or without an orchestrator.
  var workersAlive = 0

  init(orchestrator: Orchestrator = .none, workersAlive: Int = 0) {
    self.orchestrator = orchestrator
    self.workersAlive = workersAlive
  }

  /// Asks the locks; takes none.
  init(of state: RunState, in run: RunDirectory, _ directory: StateDirectory) throws {
    orchestrator = try RunStanding.orchestrator(of: state, directory)
    workersAlive = try state.records.count { record in
      guard case .running(let attempt) = record.state, record.outcome == nil else { return false }
      let standing = try WorkerStanding(of: run.task(record.id).attempt(attempt))
      return if case .alive = standing { true } else { false }
    }
  }

  /// A repository has one lock for all its runs; only the latest can be the one that is being worked on.
  private static func orchestrator(of state: RunState, _ directory: StateDirectory) throws -> Orchestrator {
    if state.status == .finished { return .none }
    if try directory.latestRun?.id == state.id, try FileLock.status(directory.lock) != .free { return .live }
    return state.status == .running ? .dead : .none
  }

  /// `orchestrator dead, 2 workers alive: git orchestrate resume`; nil while all is well.
  var warning: String? {
    if orchestrator == .live || orchestrator == .none && workersAlive == 0 { return nil }
    let workers = workersAlive == 0 ? "" : ", \(workersAlive) worker\(workersAlive == 1 ? "" : "s") alive"
    let subject = orchestrator == .dead ? "orchestrator dead" : "no orchestrator"
    return "\(subject)\(workers): git orchestrate resume"
  }
}
