import Configuration
import Orchestration
import Planning
import YAML

/// What came of a plan, for the person who asked for it.
struct PlanReport {
  let plan: String
  let planner: String
  let isDry: Bool
  let changes: [PlanRevision.Change]
  /// Every task as it is now.
  let rows: [TaskRow]
  private let written: [AcceptedTask]
  private let notes: [Diagnostic]

  init(
    _ outcome: PlanDesk.Outcome, of plan: String, planner: String, isDry: Bool, tasks: [LoadedTask],
    config: OrchestratorConfig, landings: LedgerView
  ) {
    self.plan = plan
    self.planner = planner
    self.isDry = isDry
    changes = outcome.revision.changes
    rows = tasks.map { TaskRow($0.spec, config: config, landings: landings) }
    written = outcome.accepted
    notes = outcome.notes
  }

  /// The plan's tasks that have not landed, and what they wait for.
  var tasksToRun: [TaskID] {
    let open = Dictionary(rows.filter { $0.landing != .landed }.map { ($0.id, $0.dependencies) }) { $1 }
    var found: Set<TaskID> = []
    var next = changes.filter { $0.fate != .orphan }.map(\.id)
    while let id = next.popLast() {
      guard let dependencies = open[id], found.insert(id).inserted else { continue }
      next += dependencies
    }
    return found.sorted()
  }

  func print(to output: Output) throws {
    if output.json { return try output.json(Document(self)) }
    for note in notes { output.progress("\(note)") }
    let fates = Dictionary(changes.map { ($0.id, $0.fate.rawValue) }) { first, _ in first }
    let cells = rows.map { $0.full + [fates[$0.id] ?? ""] }
    ColumnTable(headings: TaskRow.fullHeadings + ["PLAN"], rows: cells).lines.forEach(output.result)
    if isDry, output.verbose { printFiles(output) }
    for remark in changes.compactMap(remark) { output.progress(remark) }
    output.progress("\(counted(rows.count, "task")), nothing wrong")
    output.progress(isDry ? "dry run: nothing was written" : next)
  }

  /// A person who looks at a dry run may want all of it.
  private func printFiles(_ output: Output) {
    for task in written {
      for (name, text) in [("manifest.json", task.manifest), ("spec.md", task.spec)] {
        output.result("\n== \(task.task.folder)/\(name)")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
          output.result(visible(String(line)))
        }
      }
    }
  }

  private func remark(_ change: PlanRevision.Change) -> String? {
    switch change.fate {
    case .kept where change.isNotable:
      "note: \(change.id) has started, so it stays as it was, though \(plan) says something else now"
    case .orphan where change.isNotable: "note: \(change.id) has started; \(plan) does not have it any more"
    case .orphan: "note: \(change.id) is not in \(plan) any more; to drop it: rm -r \(change.folder)"
    default: nil
    }
  }

  private var next: String {
    guard let first = written.first else { return "nothing new; next: git orchestrate run" }
    return
      "next: look at them, as in git orchestrate tasks show \(first.task.spec.id); then git orchestrate run"
  }

  /// What `plan --json` says.
  private struct Document: Encodable {
    let schema = 1
    let plan: String
    let planner: String
    let dryRun: Bool
    let changes: [Change]
    let tasks: [TaskRow]

    struct Change: Encodable {
      let id: TaskID
      let folder: String
      let change: String
    }

    init(_ report: PlanReport) {
      plan = report.plan
      planner = report.planner
      dryRun = report.isDry
      changes = report.changes.map { Change(id: $0.id, folder: $0.folder, change: $0.fate.rawValue) }
      tasks = report.rows
    }
  }
}
