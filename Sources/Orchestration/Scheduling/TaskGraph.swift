/// The tasks of a run and which waits for which: no id twice, nothing unknown, no cycle.
package struct TaskGraph: Hashable, Sendable {
  /// All tasks in the order of their ids.
  package let ids: [TaskID]
  /// All tasks, dependencies before dependents.
  package let order: [TaskID]
  private let dependencies: [TaskID: [TaskID]]
  private let dependents: [TaskID: [TaskID]]

  /// Takes the tasks of a run. `satisfied` are tasks outside the run that may be depended on because they
  /// landed before; such a dependency leaves no edge.
  package init(_ tasks: [TaskSpec], satisfied: Set<TaskID> = []) throws(GraphProblems) {
    let known = Set(tasks.map(\.id))
    let needed = Dictionary(tasks.map { ($0.id, Set($0.dependencies)) }) { $0.union($1) }
    let edges = DependencyEdges(
      Dictionary(
        uniqueKeysWithValues: needed.map { id, on in (id, on.intersection(known).subtracting([id])) }))
    let problems =
      duplicates(in: tasks.map(\.id))
      + needed.keys.sorted().flatMap { id in
        brokenDependencies(of: id, on: needed[id] ?? [], known: known.union(satisfied))
      } + edges.cycles().map(GraphProblem.cycle)
    guard problems.isEmpty else { throw GraphProblems(problems: problems) }
    ids = known.sorted()
    order = edges.layered
    dependencies = needed.mapValues { $0.intersection(known).sorted() }
    dependents = edges.dependents
  }

  /// The tasks of this run for which the task waits, by id.
  package func dependencies(of id: TaskID) -> [TaskID] { dependencies[id] ?? [] }

  /// The tasks of this run that wait for the task, by id.
  package func dependents(of id: TaskID) -> [TaskID] { dependents[id] ?? [] }

  /// For each task the minutes from its start to the end of the longest chain that waits for it.
  /// A task without an entry in `minutes` takes no time.
  package func remainingPaths(minutes: [TaskID: Int]) -> [TaskID: Int] {
    var paths: [TaskID: Int] = [:]
    for id in order.reversed() {
      let behind = dependents(of: id).map { paths[$0] ?? 0 }.max() ?? 0
      paths[id] = (minutes[id] ?? 0) + behind
    }
    return paths
  }

  /// The chain of tasks that takes longest, first task first; the smallest ids where several do.
  package func criticalPath(minutes: [TaskID: Int]) -> [TaskID] {
    let paths = remainingPaths(minutes: minutes)
    func longest(_ ids: [TaskID]) -> TaskID? {
      ids.min { (-(paths[$0] ?? 0), $0) < (-(paths[$1] ?? 0), $1) }
    }
    var path: [TaskID] = []
    var next = longest(ids)
    while let id = next {
      path.append(id)
      next = longest(dependents(of: id))
    }
    return path
  }
}

private func duplicates(in ids: [TaskID]) -> [GraphProblem] {
  let counts = Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +)
  return counts.filter { $0.value > 1 }.keys.sorted().map(GraphProblem.duplicate)
}

private func brokenDependencies(of id: TaskID, on needed: Set<TaskID>, known: Set<TaskID>) -> [GraphProblem] {
  needed.sorted().compactMap { dependency in
    if dependency == id { return .selfDependency(id) }
    return known.contains(dependency) ? nil : .unknownDependency(of: id, on: dependency)
  }
}
