import Configuration
import Orchestration
import YAML

/// All tasks, with what the configuration and the ledger say of them.
struct TaskOverview {
  let config: OrchestratorConfig
  let tasks: [LoadedTask]
  let warnings: [Diagnostic]
  private let landings: LedgerView

  /// Throws everything that is wrong with any of them.
  init(_ workspace: Workspace) throws {
    let loaded = try workspace.configuration()
    config = loaded.config
    let found = try workspace.tasks(config)
    tasks = found.tasks
    warnings = loaded.warnings + found.warnings
    landings = try workspace.landings(config)
  }

  var rows: [TaskRow] { tasks.map(row) }

  func row(of task: LoadedTask) -> TaskRow { TaskRow(task.spec, config: config, landings: landings) }

  func task(_ id: TaskID) throws -> LoadedTask {
    if let task = tasks.first(where: { $0.spec.id == id }) { return task }
    throw Failure.noTask(id, among: tasks.map(\.spec.id))
  }

  var report: Report { Report(tasks: rows, warnings: warnings) }

  /// What `tasks --json` says.
  struct Report: Encodable {
    let schema = 1
    let tasks: [TaskRow]
    let warnings: [Diagnostic]
  }
}

extension Failure {
  static func noTask(_ id: TaskID, among known: [TaskID]) -> Failure {
    let guess = suggestion(for: id.description, among: known.map(\.description))
    return Failure(
      "there is no task \(id)",
      hint: guess.map { "did you mean \($0)?" } ?? "'git orchestrate tasks' lists them", code: .configuration)
  }
}
