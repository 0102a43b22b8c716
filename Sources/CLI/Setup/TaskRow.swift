import Configuration
import Journal
import Orchestration

/// One task as `tasks` shows it: what it waits for, what it locks, and what would judge it.
struct TaskRow: Encodable {
  enum Landing: String, Encodable {
    case no, landed
    /// The integration branch was taken back behind it: `run --rerun` would do it again.
    case unreachable
  }

  let id: TaskID
  let name: String
  let description: String
  let estimatedMinutes: Int
  let dependencies: [TaskID]
  /// The locks in words: `writes api; reads schema`.
  let claims: String
  /// The declared globs that no resource surely covers, and which lock `other` therefore.
  let other: [String]
  let agent: String
  let doctor: String?
  let landing: Landing
  let commit: CommitID?

  init(_ task: TaskSpec, config: OrchestratorConfig, landings: LedgerView) {
    id = task.id
    name = task.name
    description = task.description
    estimatedMinutes = task.estimatedMinutes
    dependencies = task.dependencies
    claims = Claims(of: task, resources: config.resources).description
    other = (task.files.writes + task.files.reads)
      .filter { config.resources.names(touchedBy: $0).contains(.other) }.map(\.description)
    agent = task.agent ?? config.worker.agent
    doctor = task.verify.doctor ?? config.doctor
    landing =
      landings.isLanded(task) ? .landed : landings.isLandedButUnreachable(task) ? .unreachable : .no
    commit = landings.landing(of: task)?.commit
  }

  /// The cells of `tasks list`.
  var brief: [String] { [id.description, name, needs, claims, state] }
  static let briefHeadings = ["ID", "NAME", "AFTER", "LOCKS", "STATE"]

  /// The cells of `tasks check`.
  var full: [String] {
    [id.description, name, needs, claims, other.joined(separator: " "), agent, doctor ?? "none", state]
  }
  static let fullHeadings = ["ID", "NAME", "AFTER", "LOCKS", "OTHER", "AGENT", "DOCTOR", "STATE"]

  private var needs: String { dependencies.map(\.description).joined(separator: " ") }

  private var state: String {
    switch landing {
    case .no: "open"
    case .landed: "landed"
    case .unreachable: "landed, not in the branch any more"
    }
  }
}
