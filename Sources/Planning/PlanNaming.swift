import Configuration
import Orchestration
import YAML

/// Which task each item of a plan is, and which tasks its references mean.
struct PlanNaming {
  /// By item; nil where a problem says why there is none.
  private(set) var ids: [TaskID?] = []
  private(set) var problems: [Diagnostic] = []
  private let plan: Plan
  private let name: String
  private let known: KnownTasks
  private let tasks: [TaskID: LoadedTask]
  /// What an item may be referred to by.
  private var references: [String: TaskID] = [:]

  init(_ plan: Plan, named name: String, known: KnownTasks) {
    self.plan = plan
    self.name = name
    self.known = known
    tasks = Dictionary(known.tasks.map { ($0.spec.id, $0) }) { first, _ in first }
    findRepeated()
    var free = FreeIDs(known.used.union(plan.items.compactMap { $0.id.flatMap { TaskID($0.value) } }))
    ids = plan.items.map { id(of: $0, &free) }
    collectReferences()
    findUnknown()
  }

  /// The task that has a folder.
  func task(_ id: TaskID) -> LoadedTask? { tasks[id] }

  /// Which id each item has, for people and models.
  var legend: [String] {
    zip(ids, plan.items).compactMap { id, item in id.map { "`\($0)` for `\(item.name.value)`" } }
  }

  /// Tasks of this plan of which it says nothing any more.
  var forgotten: [LoadedTask] {
    let named = Set(ids.compactMap { $0 })
    return known.tasks.filter { isOurs($0) && !named.contains($0.spec.id) }
  }

  /// The ids of what an item waits for; a reference that means nothing stays as it is.
  func dependencies(of item: Plan.Item) -> [Located<String>] {
    item.dependencies.map { Located(resolved($0.value)?.description ?? $0.value, at: $0.mark) }
  }

  private func isOurs(_ task: LoadedTask) -> Bool { task.spec.source?.plan == name }

  private mutating func id(of item: Plan.Item, _ free: inout FreeIDs) -> TaskID? {
    guard let wanted = item.id else {
      let same = known.tasks.first { isOurs($0) && $0.spec.source?.item == item.name.value }
      if let same { return same.spec.id }
      return free.take()
    }
    guard let id = TaskID(wanted.value) else {
      report(wanted.mark, "`id` must be made of a-z, 0-9 and `-` (1 to 63 characters, no `-` first)")
      return nil
    }
    if let task = tasks[id] {
      if isOurs(task) { return id }
      report(
        wanted.mark, "there is already a task `\(id)`, and it is not of this plan",
        hint: free.take().map { "the next free id is `\($0)`" })
    } else if known.used.contains(id) {
      report(
        wanted.mark, "the id `\(id)` was a task's before, and none is used again",
        hint: free.take().map { "the next free id is `\($0)`" })
    } else {
      return id
    }
    return nil
  }

  private mutating func findRepeated() {
    var names: [String: Mark] = [:]
    var ids: [String: Mark] = [:]
    for item in plan.items {
      if let first = names[item.name.value] {
        report(
          item.name.mark, "`\(item.name.value)` is already the item in line \(first.line)",
          hint: "a name says which task an item is when it is planned again: make them differ")
      }
      names[item.name.value] = names[item.name.value] ?? item.name.mark
      guard let id = item.id else { continue }
      if let first = ids[id.value] {
        report(id.mark, "`\(id.value)` is already the id in line \(first.line)")
      }
      ids[id.value] = ids[id.value] ?? id.mark
    }
  }

  /// Ids go before names, names before numbers.
  private mutating func collectReferences() {
    for (item, id) in zip(plan.items, ids) {
      if let id, let number = item.number { references[number] = id }
    }
    for (item, id) in zip(plan.items, ids) {
      if let id { references[folded(item.name.value)] = id }
    }
    for id in ids.compactMap({ $0 }) + known.tasks.map(\.spec.id) { references[id.description] = id }
  }

  private func resolved(_ reference: String) -> TaskID? {
    references[reference] ?? references[folded(reference)]
      // Landed tasks may have no folder any more.
      ?? TaskID(reference).flatMap { known.used.contains($0) ? $0 : nil }
  }

  private mutating func findUnknown() {
    for reference in plan.items.flatMap(\.dependencies) where resolved(reference.value) == nil {
      let names = plan.items.map(\.name.value) + known.tasks.map(\.spec.id.description)
      let guess = suggestion(for: reference.value, among: names)
      report(
        reference.mark, "there is no item and no task `\(reference.value.prefix(80))`",
        hint: guess.map { "did you mean `\($0)`?" })
    }
  }

  private mutating func report(_ mark: Mark, _ message: String, hint: String? = nil) {
    problems.append(plan.source.error(at: mark, message, hint: hint))
  }
}

/// How a name is compared: its words only, where it has any that we can tell.
private func folded(_ name: String) -> String {
  let words = kebabCased(name)
  return words.isEmpty ? name : words
}

/// Numbers behind every number that there ever was.
private struct FreeIDs {
  private var next: Int

  /// Longer numbers are somebody's own names.
  private static let limit = 1_000_000_000

  init(_ used: Set<TaskID>) {
    next = (used.compactMap { Int($0.description) }.filter { $0 < Self.limit }.max() ?? 0) + 1
  }

  mutating func take() -> TaskID? {
    defer { next += 1 }
    let digits = String(next)
    return TaskID(String(repeating: "0", count: max(0, 3 - digits.count)) + digits)
  }
}
