import Orchestration
import YAML

/// What is wrong between tasks: ids that stand twice, dependencies on nothing, on oneself or in a circle.
struct TaskGraphCheck {
  private let drafts: [TaskDraft]
  private let satisfied: Set<TaskID>
  private let known: Set<TaskID>

  init(_ drafts: [TaskDraft], satisfied: Set<TaskID>) {
    self.drafts = drafts
    self.satisfied = satisfied
    // A folder that is broken otherwise still counts: its id is no reason for a second message elsewhere.
    known = Set(drafts.compactMap(\.manifest.id?.value))
  }

  func problems() -> [Diagnostic] { repeatedIDs() + badDependencies() + cycles() }

  private func repeatedIDs() -> [Diagnostic] {
    var first: [TaskID: TaskDraft] = [:]
    var problems: [Diagnostic] = []
    for draft in drafts {
      guard let id = draft.manifest.id else { continue }
      if let other = first[id.value] {
        problems.append(
          draft.source.error(
            at: id.mark, "there is already a task `\(id.value)`, in \(other.source.file)"))
      } else {
        first[id.value] = draft
      }
    }
    return problems
  }

  private func badDependencies() -> [Diagnostic] {
    let names = known.union(satisfied).map(\.description).sorted()
    return drafts.flatMap { draft in
      draft.manifest.dependencies.compactMap { dependency -> Diagnostic? in
        if dependency.value == draft.manifest.id?.value {
          return draft.source.error(at: dependency.mark, "the task depends on itself")
        }
        if known.contains(dependency.value) || satisfied.contains(dependency.value) { return nil }
        let guess = suggestion(for: dependency.value.description, among: names)
        return draft.source.error(
          at: dependency.mark, "there is no task `\(dependency.value)`, and none of that id has landed",
          hint: guess.map { "did you mean `\($0)`?" })
      }
    }
  }

  /// One message for each circle: trims what is in none, takes the first circle out, and trims again.
  private func cycles() -> [Diagnostic] {
    var edges = dependencyEdges()
    var problems: [Diagnostic] = []
    trim(&edges)
    while let start = edges.keys.min() {
      let cycle = self.cycle(from: start, edges)
      if let problem = describe(cycle) { problems.append(problem) }
      for id in cycle { edges[id] = nil }
      trim(&edges)
    }
    return problems
  }

  private func dependencyEdges() -> [TaskID: [TaskID]] {
    var edges: [TaskID: [TaskID]] = [:]
    for draft in drafts {
      guard let id = draft.manifest.id?.value else { continue }
      edges[id, default: []] += draft.manifest.dependencies.map(\.value).filter { $0 != id }
    }
    return edges
  }

  /// Drops tasks whose dependencies are all gone until none is left to drop: what remains leads into a circle.
  private func trim(_ edges: inout [TaskID: [TaskID]]) {
    var dropped = true
    while dropped {
      let left = edges.mapValues { $0.filter { edges[$0] != nil } }.filter { !$0.value.isEmpty }
      dropped = left.count != edges.count
      edges = left
    }
  }

  /// Follows the smallest dependency until a task comes again. Every task left has a dependency that is left.
  private func cycle(from start: TaskID, _ edges: [TaskID: [TaskID]]) -> [TaskID] {
    var path = [start]
    var position: [TaskID: Int] = [start: 0]
    while let last = path.last, let next = edges[last]?.min() {
      if let begin = position[next] { return Array(path[begin...]) }
      position[next] = path.count
      path.append(next)
    }
    return path
  }

  private func describe(_ cycle: [TaskID]) -> Diagnostic? {
    guard let smallest = cycle.indices.min(by: { cycle[$0] < cycle[$1] }) else { return nil }
    let ordered = cycle[smallest...] + cycle[..<smallest]
    guard let first = ordered.first, let draft = drafts.first(where: { $0.manifest.id?.value == first }),
      let next = (ordered.dropFirst() + [first]).first
    else { return nil }
    let mark = draft.manifest.dependencies.first { $0.value == next }?.mark ?? draft.mark(of: "dependencies")
    let circle = (ordered + [first]).map(\.description).joined(separator: " -> ")
    return draft.source.error(at: mark, "the dependencies go in a circle: \(circle)")
  }
}
