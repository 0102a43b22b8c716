import Orchestration

extension RunEngine {
  /// Does one step and records its events.
  func perform(_ step: Step) async throws {
    switch step {
    case .prepare(let task): try await prepare(task)
    case .attempt(let task, let number): try await attempt(task, number)
    case .snapshot(let task): try await snapshot(task)
    case .verifyTip(let tip): try await verify(tip)
    case .merge(let task): try await merge(task)
    case .mergeBase(let base): try await mergeBase(base)
    case .gate(let candidate): try await gate(candidate)
    case .land(let candidate): try await land(candidate)
    case .removeWorktree(let task): try await removeWorktree(of: task)
    case .push(let commit): try await push(commit)
    }
  }

  /// Makes the worktree where one is needed, then starts the next attempt. When its agent is paused, the task gives
  /// its slot back instead.
  private func prepare(_ task: TaskID) async throws {
    guard let record = state[task], let spec = specs[task] else { return }
    let agent = spec.agent ?? policy.agent
    if state.pause(of: agent) == nil, record.worktree == nil || record.needsRebase {
      guard try await makeWorktree(for: record) else { return }
    }
    if state.pause(of: agent) != nil {
      return try await self.record([.taskWait(.agent(agent))], about: task)
    }
    let start = AttemptStart(agent: agent, slot: reserveSlot(for: task))
    defer { reservedSlots[task] = nil }
    try await self.record([.attemptStart(start)], about: task, attempt: record.attempt + 1)
  }

  /// Whether the task still wants it when it is made.
  private func makeWorktree(for record: TaskRecord) async throws -> Bool {
    if let old = record.worktree { try await leave(old, record.id) }
    let tip = try await ports.landing.observe().tip
    let order = PreparationOrder(
      task: record.id, base: tip, carry: record.fresh ? nil : record.snapshot?.commit,
      replacing: record.worktree)
    let created = try await ports.attempts.prepare(order)
    guard state[record.id]?.state == .preparing else {
      try await ports.attempts.remove(created.worktree)
      return false
    }
    try await self.record([.worktreeCreate(created)], about: record.id)
    return true
  }

  private func attempt(_ task: TaskID, _ number: Int) async throws {
    // A stop or a skip may have come before the worker, which nobody would end then.
    guard mayProceed, isUnfinished(task, number), let record = state[task], let spec = specs[task] else {
      return
    }
    var assignment = AttemptAssignment(
      spec: spec, record: record, attempt: number, neighbours: neighbours(of: task))
    assignment.costLeft = costLeft
    var outcome = blamingBudget(try await perform(assignment), task)
    if !AttemptJudgement.isInterruption(outcome), outcome != .passed, try await isDiskFull() {
      outcome = .infrastructure("the disk is full")
    }
    guard isUnfinished(task, number), let judgement = judgement(of: task) else { return }
    try await self.record(
      [.attemptFinish(outcome)] + judgement.eventsAfterInterruption(outcome), about: task, attempt: number)
  }

  private func perform(_ assignment: AttemptAssignment) async throws -> AttemptOutcome {
    do {
      return try await ports.attempts.perform(assignment) { [self] entries in
        try await forward(entries, task: assignment.spec.id, attempt: assignment.attempt)
      }
    } catch {
      guard !Task.isCancelled else { throw error }
      // Its worker may live on: what comes next must not begin beside it.
      await ports.attempts.stop(.everything, of: assignment.spec.id, attempt: assignment.attempt)
      guard let full = error as? any DiskFullReporting, full.isDiskFull else { throw error }
      return .infrastructure("the disk is full")
    }
  }

  func isUnfinished(_ task: TaskID, _ attempt: Int) -> Bool {
    state[task]?.state == .running(attempt: attempt) && state[task]?.outcome == nil
  }

  private func neighbours(of task: TaskID) -> [AttemptAssignment.Neighbour] {
    state.records.filter { $0.id != task && $0.state.holdsSlot }.compactMap { other in
      guard let spec = specs[other.id], let claims = other.claims else { return nil }
      return AttemptAssignment.Neighbour(id: other.id, name: spec.name, claims: claims)
    }
  }

  private func isDiskFull() async throws -> Bool {
    branches = try await ports.landing.observe()
    guard branches.freeMegabytes < RunEngine.roomMegabytes else { return false }
    try await pauseForRoom()
    return true
  }

  /// What follows from how the task's attempt or its landing goes, by the state of this moment.
  func judgement(of task: TaskID) -> AttemptJudgement? {
    guard let record = state[task], let spec = specs[task] else { return nil }
    var judgement = AttemptJudgement(spec: spec, record: record, policy: policy, now: ports.now())
    judgement.pause = record.agent.flatMap { state.agentPauses[$0] }
    return judgement
  }

  /// Commits what the attempt left and judges it.
  private func snapshot(_ task: TaskID) async throws {
    guard let judgement = judgement(of: task), let outcome = judgement.record.outcome else { return }
    let record = judgement.record
    if AttemptJudgement.isInterruption(outcome) {
      return try await self.record(
        judgement.eventsAfterInterruption(outcome), about: task, attempt: record.attempt)
    }
    guard let worktree = record.worktree, let base = record.base, let time = record.outcomeTime else {
      return
    }
    let order = SnapshotOrder(
      spec: judgement.spec, attempt: record.attempt, worktree: worktree, base: base, wip: outcome != .passed,
      time: time
    )
    let snapshot = try await ports.landing.snapshot(order)
    guard state[task]?.outcome == outcome else { return }
    try await self.record(
      judgement.events(after: outcome, snapshot: snapshot), about: task, attempt: record.attempt)
  }

  private func removeWorktree(of task: TaskID) async throws {
    guard let subject = state[task], let worktree = subject.worktree else { return }
    // A skip that was written while no orchestrator lived ended no worker.
    if subject.state == .skipped, subject.attempt > 0 {
      await ports.attempts.stop(.everything, of: task, attempt: subject.attempt)
    }
    try await leave(worktree, task)
    try await ports.attempts.remove(worktree)
    try await record([.worktreeRemove], about: task)
  }

  private func leave(_ worktree: WorktreePlace, _ task: TaskID) async throws {
    try await record(await ports.attempts.leave(worktree, of: task), about: task)
  }
}
