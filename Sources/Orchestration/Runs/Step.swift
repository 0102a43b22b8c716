/// One thing to do for a run; each is an effect that ends in events. A step can be repeated after a crash.
package enum Step: Hashable, Sendable {
  /// The doctor on the bare tip, before any agent starts.
  case verifyTip(CommitID)
  /// A worktree where one is needed, then the attempt's start.
  case prepare(TaskID)
  case attempt(TaskID, Int)
  /// Commit what an attempt left and judge it.
  case snapshot(TaskID)
  case merge(TaskID)
  case mergeBase(CommitID)
  case gate(Candidate)
  case land(Candidate)
  case removeWorktree(TaskID)
  /// Bring the integration branch to the remote.
  case push(CommitID)

  /// The task whose worktree and worker the step needs for itself.
  var owner: TaskID? {
    switch self {
    case .prepare(let task), .attempt(let task, _), .snapshot(let task), .removeWorktree(let task): task
    case .verifyTip, .merge, .mergeBase, .gate, .land, .push: nil
    }
  }

  /// An agent's turn follows from it.
  package var leadsToTurn: Bool { if case .prepare = self { true } else { false } }

  /// Steps of the landing lane exclude each other.
  package var isLane: Bool {
    switch self {
    case .verifyTip, .merge, .mergeBase, .gate, .land: true
    case .prepare, .attempt, .snapshot, .removeWorktree, .push: false
    }
  }

  var isPush: Bool { if case .push = self { true } else { false } }
}

extension RunState {
  /// Everything that is to be done now for tasks that have been started, given what is under way (`busy`)
  /// and whether the landing lane waits for something outside.
  ///
  /// It follows from the state alone, so a run that crashed goes on with exactly these steps.
  package func nextSteps(
    policy: RunPolicy, branches: BranchObservation, busy: Set<Step>, laneRests: Bool = false
  ) -> [Step] {
    let owners = Set(busy.compactMap(\.owner))
    var steps = records.filter { !owners.contains($0.id) }.compactMap { taskStep(for: $0, policy: policy) }
    if !laneRests, !busy.contains(where: \.isLane), let step = laneStep(policy: policy, branches: branches) {
      steps.append(step)
    }
    if let step = pushStep(policy: policy, busy: busy) { steps.append(step) }
    return steps
  }

  private func taskStep(for record: TaskRecord, policy: RunPolicy) -> Step? {
    switch record.state {
    case .preparing: .prepare(record.id)
    case .running(let attempt):
      record.outcome == nil ? .attempt(record.id, attempt) : .snapshot(record.id)
    case .landed, .skipped:
      record.worktree != nil && policy.removesLandedWorktrees ? .removeWorktree(record.id) : nil
    default: nil
    }
  }

  /// The lane does one thing at a time: what is under way first, then people's commits, then the oldest snapshot.
  private func laneStep(policy: RunPolicy, branches: BranchObservation) -> Step? {
    if let lane {
      return lane.passed || isUngated(lane.candidate) ? .land(lane.candidate) : .gate(lane.candidate)
    }
    if let base = branches.base, !branches.containsBase, baseRed?.commit != base { return .mergeBase(base) }
    if !tipVerified, baseRed == nil, !policy.allowRed { return .verifyTip(branches.tip) }
    guard tipVerified || policy.allowRed else { return nil }
    let waiting = records.filter { if case .snapshotted = $0.state { true } else { false } }
    return waiting.min { $0.snapshotSequence < $1.snapshotSequence }.map { .merge($0.id) }
  }

  /// Before anything started, a plain fast-forward to the base is taken as it is; the doctor on the tip follows.
  private func isUngated(_ candidate: Candidate) -> Bool {
    !tipVerified && candidate.content == .baseBranch(candidate.id)
  }

  /// Every task landed, or a person decided that it is not needed.
  package var hasLandedEverything: Bool { records.allSatisfy(\.state.satisfiesDependents) }

  /// Nothing is in flight and nothing can start.
  package var isExhausted: Bool {
    records.allSatisfy { record in
      if case .blocked(let other) = record.state { isGivenUp(other) } else { record.state.isSettled }
    }
  }

  /// A person may have decided otherwise since.
  private func isGivenUp(_ task: TaskID) -> Bool { tasks[task]?.state.isGivenUp == true }
}
