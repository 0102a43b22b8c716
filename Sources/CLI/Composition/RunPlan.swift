import Configuration
import Orchestration

/// Which tasks a `run` takes on, and on what they may build.
struct RunPlan {
  let tasks: [TaskSpec]
  /// Dependencies outside the run that have landed.
  let satisfied: Set<TaskID>
  /// Named or found, but landed already.
  let landed: [TaskID]

  /// - Parameters:
  ///   - named: the tasks to run; empty means all.
  ///   - done: what has landed, tasks without a folder among it.
  init(named: [TaskID], among all: [TaskSpec], landed done: Set<TaskID>, rerun: Bool) throws {
    let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
    if let unknown = named.first(where: { byID[$0] == nil }) {
      throw Failure(
        "there is no task \(unknown)", hint: "'git orchestrate tasks' lists them", code: .configuration)
    }
    let chosen = named.isEmpty ? all : named.compactMap { byID[$0] }
    tasks = rerun ? chosen : chosen.filter { !done.contains($0.id) }
    landed = chosen.map(\.id).filter(done.contains)
    let own = Set(tasks.map(\.id))
    satisfied = done.subtracting(own)
    for task in tasks {
      for dependency in task.dependencies where !own.contains(dependency) && !satisfied.contains(dependency) {
        throw RunPlan.missing(dependency, of: task.id, running: tasks.map(\.id))
      }
    }
  }

  private static func missing(_ dependency: TaskID, of task: TaskID, running: [TaskID]) -> Failure {
    let all = (running + [dependency]).sorted().map(\.description).joined(separator: " ")
    return Failure(
      "\(task) depends on \(dependency), which has not landed",
      hint: "run it too: git orchestrate run \(all)",
      code: .configuration)
  }
}
