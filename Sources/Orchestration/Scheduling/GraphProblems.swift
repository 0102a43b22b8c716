/// Everything that keeps a list of tasks from being a graph that can run, all at once.
package struct GraphProblems: Error, Hashable, CustomStringConvertible {
  /// Never empty; duplicates first, then dependencies by task, then cycles.
  package let problems: [GraphProblem]

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// One thing that is wrong with the tasks of a run.
package enum GraphProblem: Hashable, Sendable, CustomStringConvertible {
  case duplicate(TaskID)
  case unknownDependency(of: TaskID, on: TaskID)
  case selfDependency(TaskID)
  /// Each task depends on the next, the last on the first; the smallest id stands first.
  case cycle([TaskID])

  package var description: String {
    switch self {
    case .duplicate(let id): "more than one task has the id \(id)"
    case .unknownDependency(let id, let dependency): "\(id) depends on \(dependency), which does not exist"
    case .selfDependency(let id): "\(id) depends on itself"
    case .cycle(let ids):
      "dependency cycle: " + (ids + ids.prefix(1)).map(\.description).joined(separator: " → ")
    }
  }
}
