import Orchestration

extension RunEngine {
  /// Lets paused agents go on when it is time, asks the scheduler, and writes down what it decided as far as it is new.
  func schedule() async throws {
    try await record(state.agentsToGo(at: ports.now()))
    let view = schedulingView
    try await record(scheduler.decide(view).compactMap { entry(for: $0, in: view) })
  }

  var schedulingView: SchedulingView {
    state.schedulingView(
      graph: graph, specs: specs, policy: policy, freeMegabytes: branches.freeMegabytes, now: ports.now())
  }

  private func entry(for decision: Decision, in view: SchedulingView) -> Entry? {
    switch decision {
    case .start(let task):
      guard let claims = view.entries[task]?.workload.claims else { return nil }
      return Entry(.taskStart(TaskStart(claims: claims)), task: task)
    case .wait(let task, let reason):
      return isWorthTelling(reason, task) ? Entry(.taskWait(reason), task: task) : nil
    case .block(let task, let other):
      return state[task]?.state == .blocked(by: other) ? nil : Entry(.taskBlock(other), task: task)
    }
  }

  /// Of a task that was sent back only its lock and its agent are worth a word: slots come and go.
  private func isWorthTelling(_ reason: WaitReason, _ task: TaskID) -> Bool {
    let known = state[task]?.waitsFor
    return switch state[task]?.state {
    case .pending, .blocked: true
    case .waiting(let known): known != reason
    case .retrying, .conflicted, .rescoping: (reason.mayLast || known != nil) && known != reason
    default: false
    }
  }

  /// The lowest slot number that no other attempt has, one of an earlier process included, nor is about to get.
  func reserveSlot(for task: TaskID) -> Int {
    let taken = state.records.compactMap(\.takenSlot) + reservedSlots.values
    let slot = (0...).first { !taken.contains($0) } ?? 0
    reservedSlots[task] = slot
    return slot
  }
}
