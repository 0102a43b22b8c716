import Journal
import Orchestration

/// What the tasks of a run are called, as far as their frozen specs could be read.
struct TaskNames: Sendable {
  private var names: [TaskID: String]

  init(_ names: [TaskID: String] = [:]) { self.names = names }

  init(of state: RunState, in run: RunDirectory) {
    names = [:]
    learn(state.order, in: run)
  }

  /// Reads the names of tasks that are new.
  mutating func learn(_ tasks: [TaskID], in run: RunDirectory) {
    for task in tasks where names[task] == nil {
      names[task] = (try? run.frozenSpec(of: task))?.name.onOneLine ?? ""
    }
  }

  subscript(task: TaskID) -> String { names[task] ?? "" }

  /// `003 fix-parser`
  func title(_ task: TaskID) -> String {
    let name = self[task]
    return name.isEmpty || name == task.description ? task.description : "\(task) \(name)"
  }
}
