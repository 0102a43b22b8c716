import Configuration
import Orchestration
import YAML

/// All tasks, with what the configuration and the ledger say of them.
struct TaskOverview {
  let config: OrchestratorConfig
  let tasks: [LoadedTask]
  let warnings: [Diagnostic]
  private let landings: LedgerView
  private let workspace: Workspace

  /// Throws everything that is wrong with any of them.
  init(_ workspace: Workspace) throws {
    self.workspace = workspace
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

  /// What past landings say of the locks of the tasks that have not landed.
  func advice() throws -> [String] {
    let open = tasks.map(\.spec).filter { !landings.isLanded($0) }
    let advice = LockAdvice(
      past: try LockHistory(workspace, resources: config.resources).tasks, resources: config.resources)
    return open.flatMap { task in advice.remarks(on: task).map { "\(task.id): \($0)" } }
      + (advice.remarks(onOtherOf: open) + advice.remarks).map(\.description)
  }

  func report(advice: [String] = []) -> Report { Report(tasks: rows, warnings: warnings, advice: advice) }

  /// What `tasks --json` says.
  struct Report: Encodable {
    let schema = 1
    let tasks: [TaskRow]
    let warnings: [Diagnostic]
    let advice: [String]
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
