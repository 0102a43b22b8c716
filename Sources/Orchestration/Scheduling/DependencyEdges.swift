/// Which task waits for which, cycles included.
struct DependencyEdges {
  private var dependencies: [TaskID: Set<TaskID>]

  init(_ dependencies: [TaskID: Set<TaskID>]) { self.dependencies = dependencies }

  /// Each edge's reverse.
  var dependents: [TaskID: [TaskID]] {
    var dependents: [TaskID: [TaskID]] = [:]
    for (id, needed) in dependencies {
      for dependency in needed { dependents[dependency, default: []].append(id) }
    }
    return dependents.mapValues { $0.sorted() }
  }

  /// Dependencies before dependents, ids in order where the graph leaves a choice of one level.
  /// Tasks on a cycle, and behind one, are left out.
  var layered: [TaskID] {
    let dependents = dependents
    var open = dependencies.mapValues(\.count)
    var layer = open.filter { $0.value == 0 }.keys.sorted()
    var order: [TaskID] = []
    while !layer.isEmpty {
      order += layer
      var next: [TaskID] = []
      for id in layer.flatMap({ dependents[$0] ?? [] }) {
        let left = (open[id] ?? 0) - 1
        open[id] = left
        if left == 0 { next.append(id) }
      }
      layer = next.sorted()
    }
    return order
  }

  /// Cycles whose removal leaves none, at least one through every knot of them. (All elementary cycles
  /// could be exponentially many.)
  func cycles() -> [[TaskID]] {
    var edges = self
    var cycles: [[TaskID]] = []
    while let cycle = edges.firstCycle(), let first = cycle.first, let last = cycle.last {
      cycles.append(cycle)
      edges.dependencies[last]?.remove(first)
    }
    return cycles
  }

  private func firstCycle() -> [TaskID]? {
    let placed = Set(layered)
    var walk: [TaskID] = []
    // Every task that found no place depends on another such task, so the walk must come back to itself.
    var next = dependencies.keys.filter { !placed.contains($0) }.min()
    while let id = next {
      if let start = walk.firstIndex(of: id) { return startingAtSmallest(walk[start...]) }
      walk.append(id)
      next = dependencies[id]?.filter { !placed.contains($0) }.min()
    }
    return nil
  }
}

private func startingAtSmallest(_ cycle: ArraySlice<TaskID>) -> [TaskID] {
  let smallest = cycle.min().flatMap(cycle.firstIndex) ?? cycle.startIndex
  return Array(cycle[smallest...] + cycle[..<smallest])
}
