package import Configuration
package import Orchestration
package import YAML

/// The tasks that are there when a plan is made.
package struct KnownTasks: Sendable {
  /// Those with a folder.
  package var tasks: [LoadedTask]
  /// Those that a run or the ledger knows: they stay as they are.
  package var started: Set<TaskID>
  /// Every id that there ever was: none is given to another task.
  package var used: Set<TaskID>

  package init(tasks: [LoadedTask], started: Set<TaskID>, used: Set<TaskID>) {
    self.tasks = tasks
    self.started = started
    self.used = used.union(started).union(tasks.map(\.spec.id))
  }
}

/// What a plan makes of the tasks that are there: new ones, changed ones, ones that stay, ones that it forgot.
package struct PlanRevision: Sendable {
  package enum Fate: String, Hashable, Sendable {
    case created, updated, unchanged
    /// It has started, so it stays as it was, whatever the plan says now.
    case kept
    /// It came from this plan, which does not have it any more.
    case orphan
  }

  package struct Change: Hashable, Sendable {
    package let id: TaskID
    package let folder: String
    package let fate: Fate
    /// A `kept` task of which the plan says something else now, an `orphan` that has started.
    package let isNotable: Bool
  }

  /// By item, in the order of the plan; then orphans by id.
  package private(set) var changes: [Change] = []
  /// The tasks to write.
  package private(set) var proposals: [TaskProposal] = []

  /// - Parameters:
  ///   - name: how the plan is known, as in `docs/plan.md`.
  ///   - directory: the configuration's `tasks_dir`.
  package init(
    _ plan: Plan, named name: String, known: KnownTasks, directory: String
  ) throws(Diagnostics) {
    let naming = PlanNaming(plan, named: name, known: known)
    var problems = naming.problems
    for (index, item) in plan.items.enumerated() {
      guard let id = naming.ids[index] else { continue }
      let (existing, isStarted) = (naming.task(id), known.started.contains(id))
      let fate = PlanRevision.fate(of: item, existing, isStarted: isStarted)
      let folder = existing?.folder ?? PlanRevision.folder(directory, id, item)
      let isNotable = fate == .kept && item.spec != nil && existing?.spec.source?.hash != item.hash
      changes.append(Change(id: id, folder: folder, fate: fate, isNotable: isNotable))
      guard fate == .created || fate == .updated else { continue }
      guard let spec = item.spec else {
        problems.append(plan.source.error(at: item.name.mark, "a new task needs a `spec`"))
        continue
      }
      proposals.append(
        TaskProposal(
          folder: folder, source: plan.source,
          manifest: PlanRevision.manifest(of: item, id, before: naming.dependencies(of: item), plan: name),
          spec: spec))
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    changes += naming.forgotten.map { task in
      Change(
        id: task.spec.id, folder: task.folder, fate: .orphan,
        isNotable: known.started.contains(task.spec.id))
    }
  }

  private static func fate(of item: Plan.Item, _ existing: LoadedTask?, isStarted: Bool) -> Fate {
    guard let existing else { return .created }
    if isStarted { return .kept }
    return item.spec == nil || existing.spec.source?.hash == item.hash ? .unchanged : .updated
  }

  private static func folder(_ directory: String, _ id: TaskID, _ item: Plan.Item) -> String {
    let words = kebabCased(item.manifest.first { $0.key == "name" }?.value.text ?? item.name.value)
    return "\(directory)/\(id)" + (words.isEmpty ? "" : "-\(slug(words))")
  }

  /// As many whole words as a table has room for.
  private static func slug(_ words: String, limit: Int = 40) -> Substring {
    guard words.count > limit else { return words[...] }
    let start = words.prefix(limit + 1)
    return start.lastIndex(of: "-").map { start[..<$0] } ?? start.dropLast()
  }

  private static func manifest(
    of item: Plan.Item, _ id: TaskID, before: [Located<String>], plan: String
  ) -> Node {
    let mark = item.name.mark
    var entries: [Node.Entry] = []
    entries.set(["id"], Node(text: id.description, at: item.id?.mark ?? mark))
    if !before.isEmpty {
      let nodes = before.map { Node(text: $0.value, at: $0.mark) }
      entries.set(["dependencies"], Node(.sequence(nodes), at: before[0].mark))
    }
    entries += item.manifest
    for (key, value) in [("plan", plan), ("item", item.name.value), ("hash", item.hash)] {
      entries.set(["source", key], Node(text: value, at: mark))
    }
    return Node(.mapping(entries), at: mark)
  }
}
