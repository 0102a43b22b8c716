import Orchestration

/// The toy repository's landing steps, as one orchestrator process sees them.
struct SimulatedRepository: LandingPort {
  let world: World
  let life: Life

  /// Does something at a moment of the simulation's choice, and returns at a later one.
  private func act<Value: Sendable>(
    _ method: String, _ body: (inout Disk) throws -> Value
  ) async throws -> Value {
    try await life.turn()
    let value = try world.change { disk in
      try disk.meetFault(in: method)
      return try body(&disk)
    }
    try await life.settle()
    return value
  }

  func snapshot(_ order: SnapshotOrder) async throws -> Snapshot {
    try await act("snapshot") { disk in
      guard let files = disk.worktrees[order.worktree.path] else { throw HostFailure(method: "snapshot") }
      let changed = disk.repository.changes(from: disk.repository.files(of: order.base), to: files)
      let commit = disk.repository.commit(
        files, parents: [order.base], salt: "\(order.task) \(order.attempt) \(order.time)")
      return Snapshot(
        commit: commit, tree: disk.repository.tree(of: files), paths: changed.map { RepositoryPath($0) },
        wip: order.wip)
    }
  }

  func merge(_ order: MergeOrder) async throws -> MergeResult {
    try await act("merge") { disk in
      let (repository, tip) = (disk.repository, disk.repository.tip)
      let other =
        switch order.content {
        case .snapshot(let commit), .baseBranch(let commit): commit
        }
      if case .baseBranch = order.content, repository.contains(other, tip) {
        return .candidate(Candidate(id: other, base: tip, content: order.content), changed: [])
      }
      guard let ancestor = repository.mergeBase(tip, other) else { throw HostFailure(method: "merge") }
      let old = repository.files(of: ancestor)
      let merged = repository.merge(
        repository.files(of: other), since: old, onto: repository.files(of: tip))
      if !merged.conflicts.isEmpty {
        let paths = merged.conflicts.map { RepositoryPath($0) }
        return .conflict(Conflict(with: tip, paths: paths, hunks: "<<<<<<<"))
      }
      let id = disk.repository.commit(merged.files, parents: [tip, other], salt: "\(order.time)")
      let changed = repository.changes(from: old, to: repository.files(of: other))
      return .candidate(
        Candidate(id: id, base: tip, content: order.content), changed: changed.map { RepositoryPath($0) })
    }
  }

  func gate(_ order: GateOrder) async throws -> GateVerdict {
    do {
      return try await act("gate") { verdict(on: order.commit, &$0) }
    } catch is CancellationError {
      // As from a doctor that was killed with the run, and that nobody may believe.
      return .fail(CheckFailure(check: .doctor, exit: nil, detail: "signal 15", log: Worker.log))
    }
  }

  private func verdict(on commit: CommitID, _ disk: inout Disk) -> GateVerdict {
    if disk.bootstrapFails { return .fail(CheckFailure(check: .bootstrap, exit: 1, log: Worker.log)) }
    let isFlaky = disk.flakes > 0 && disk.random.chance(50)
    if isFlaky { disk.flakes -= 1 }
    guard !isFlaky, disk.repository.isGreen(disk.repository.files(of: commit)) else {
      return .fail(CheckFailure(check: .doctor, exit: 1, log: Worker.log))
    }
    disk.green.insert(commit)
    return .pass(cached: false)
  }

  func land(_ candidate: Candidate, task: TaskID?) async throws -> LandResult {
    try await act("land") { disk in
      let tip = disk.repository.tip
      if disk.repository.contains(tip, candidate.id) { return .landed }
      if disk.isDirty { return .checkoutDirty(path: "/repo") }
      guard tip == candidate.base else { return .stale(tip: tip) }
      disk.judge(candidate, task)
      disk.judgeWork(candidate, task.flatMap { world.journal.state[$0] }, world.playground.policy)
      disk.repository.tip = candidate.id
      return .landed
    }
  }

  func observe() async throws -> BranchObservation {
    try await act("observe") { disk in disk.observation }
  }
}

extension Disk {
  /// Whether it is all that the agent made, and nothing that a person would have had to see.
  fileprivate mutating func judgeWork(_ candidate: Candidate, _ record: TaskRecord?, _ policy: RunPolicy) {
    guard let record, !record.approved else { return }
    let (old, new) = (repository.files(of: repository.tip), repository.files(of: candidate.id))
    let isStrict = policy.enforcement == .block || policy.enforcement == .rescope
    for (path, value) in latest[record.id] ?? [:] where new[path] != value {
      violations.append("landing \(record.id) lost its \(path)")
    }
    for path in repository.changes(from: old, to: new).map({ RepositoryPath($0) }) {
      let covered = record.claims?.covers(path, resources: policy.resources) == true
      if policy.protect.contains(where: { $0.matches(path) }) || isStrict && !covered {
        violations.append("\(record.id) landed \(path), for which it had no right")
      }
    }
  }

  var observation: BranchObservation {
    BranchObservation(
      tip: repository.tip, base: repository.base,
      containsBase: repository.contains(repository.tip, repository.base), freeMegabytes: freeMegabytes)
  }

  /// Whether the branch may move to the candidate: it was gated and changes nothing that nobody wrote.
  fileprivate mutating func judge(_ candidate: Candidate, _ task: TaskID?) {
    let (old, new) = (repository.files(of: repository.tip), repository.files(of: candidate.id))
    let changed = repository.changes(from: old, to: new)
    guard let task else {
      for path in changed where !(peoples[path] ?? []).contains(new[path] ?? 0) {
        violations.append("following the base changed \(path)")
      }
      return
    }
    if !green.contains(candidate.id) { violations.append("\(task) landed what no gate let pass") }
    if repository.commits[candidate.id]?.parents.first != repository.tip {
      violations.append("\(task) landed beside the tip")
    }
    if let before = landed.updateValue(candidate.id, forKey: task) {
      violations.append("\(task) landed twice: \(before)")
    }
    for path in changed where written[task]?[path]?.contains(new[path] ?? 0) != true {
      violations.append("landing \(task) changed \(path), which it never wrote")
    }
  }
}
