import Orchestration
import YAML

/// What a planner may not propose, though a person may write it.
struct PlanRules {
  private let proposed: [TaskDraft]
  private let others: [TaskDraft]
  private let satisfied: Set<TaskID>
  private let config: OrchestratorConfig

  /// - Parameter satisfied: tasks that have landed: nothing can collide with them any more.
  init(
    _ proposed: [TaskDraft], beside others: [TaskDraft], satisfied: Set<TaskID>, config: OrchestratorConfig
  ) {
    self.proposed = proposed
    self.others = others
    self.satisfied = satisfied
    self.config = config
  }

  func problems() -> [Diagnostic] {
    proposed.flatMap { commands(of: $0) + strayFiles(of: $0) } + collisions()
  }

  /// A plan is text from anywhere: it must not bring commands that nobody has approved.
  private func commands(of draft: TaskDraft) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    if draft.manifest.command != nil {
      problems.append(
        draft.source.error(
          at: draft.mark(of: "command"), "a plan must not bring a `command`",
          hint: "describe the agent in the configuration, where it is approved, and name it by `agent`"))
    }
    let verify = draft.manifest.verify
    let known = config.commands
    for (key, command) in [("doctor", verify.doctor), ("fast", verify.fast), ("lint", verify.lint)] {
      guard let command, !known.contains(command) else { continue }
      problems.append(
        draft.source.error(
          at: draft.mark(of: "verify.\(key)"), "the configuration has no command `\(command.prefix(80))`",
          hint: "a plan may name only these: " + known.map { "`\($0)`" }.joined(separator: ", ")))
    }
    return problems
  }

  /// Files that only the lock of everything else would cover.
  private func strayFiles(of draft: TaskDraft) -> [Diagnostic] {
    if config.resources.isEmpty { return [] }
    let manifest = draft.manifest
    let writes = manifest.lockWrites.map(\.value)
    let declarations = [
      ("files.writes", manifest.fileWrites, writes),
      ("files.reads", manifest.fileReads, writes + manifest.lockReads.map(\.value)),
    ]
    return declarations.flatMap { key, globs, locks in
      globs.indices.filter { isStray(globs[$0]) && !locks.contains(.other) }.map { index in
        draft.source.error(
          at: draft.mark(of: "\(key)[\(index)]"), "`\(globs[index])` lies outside every resource",
          hint: "name the resource `other`, too, or declare one for it in the configuration")
      }
    }
  }

  private func isStray(_ glob: Glob) -> Bool { config.resources.names(touchedBy: glob).contains(.other) }

  /// Tasks that write the same files though they declare no lock for it and none waits for the other.
  private func collisions() -> [Diagnostic] {
    let order = DependencyClosure(others + proposed)
    return proposed.indices.flatMap { index in
      (others + proposed[..<index]).compactMap { other in collision(of: proposed[index], with: other, order) }
    }
  }

  private func collision(
    of draft: TaskDraft, with other: TaskDraft, _ order: DependencyClosure
  ) -> Diagnostic? {
    guard let id = draft.manifest.id?.value, let otherID = other.manifest.id?.value, id != otherID,
      !satisfied.contains(otherID), !order.connects(id, otherID),
      draft.manifest.locks.firstConflict(with: other.manifest.locks) == nil
    else { return nil }
    let (mine, theirs) = (draft.manifest.fileWrites, other.manifest.fileWrites)
    for (index, glob) in mine.enumerated() {
      guard let same = theirs.first(where: glob.overlaps) else { continue }
      let what = glob == same ? "`\(glob)`" : "files of both `\(glob)` and `\(same)`"
      return draft.source.error(
        at: draft.mark(of: "files.writes[\(index)]"),
        "`\(id)` and `\(otherID)` may both write \(what), without a lock and without an order",
        hint: "let one depend on the other, or let both write one resource")
    }
    return nil
  }
}

extension Manifest {
  /// The locks that it names, without those that its files imply.
  fileprivate var locks: Claims { Claims(reads: lockReads.map(\.value), writes: lockWrites.map(\.value)) }
}

/// Which task waits for which, over any number of steps.
private struct DependencyClosure {
  private var needed: [TaskID: Set<TaskID>] = [:]

  init(_ drafts: [TaskDraft]) {
    var edges: [TaskID: [TaskID]] = [:]
    for draft in drafts {
      if let id = draft.manifest.id?.value { edges[id] = draft.manifest.dependencies.map(\.value) }
    }
    for id in edges.keys {
      var reached: Set<TaskID> = []
      var open = edges[id] ?? []
      while let next = open.popLast() {
        if reached.insert(next).inserted { open += edges[next] ?? [] }
      }
      needed[id] = reached
    }
  }

  func connects(_ left: TaskID, _ right: TaskID) -> Bool {
    needed[left]?.contains(right) == true || needed[right]?.contains(left) == true
  }
}
