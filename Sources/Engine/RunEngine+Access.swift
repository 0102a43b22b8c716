import Orchestration

extension RunEngine {
  /// Answers every agent that asks for more than its task declared, at once and from the journal: an answer that
  /// was lost is given again.
  func answerAgents() async throws {
    for task in state.order {
      guard case .running(let attempt) = state[task]?.state, isUnfinished(task, attempt),
        let request = try ports.access.pending(task, attempt: attempt)
      else { continue }
      if let answer = try await answer(to: request, of: task, attempt) {
        try ports.access.answer(request, of: task, with: answer)
      }
    }
  }

  private func answer(
    to request: AccessRequest, of task: TaskID, _ attempt: Int
  ) async throws -> AccessAnswer? {
    if let known = state[task]?.answers[request.nonce] { return known }
    if hasAskedTooOften(task) { return .denied(.limit) }
    let view = schedulingView
    let events = state.events(for: request, of: task, policy: policy) {
      scheduler.obstacle(to: task, adding: $0, in: view)
    }
    try await record(events, about: task, attempt: attempt)
    return state[task]?.answers[request.nonce]
  }

  private func hasAskedTooOften(_ task: TaskID) -> Bool {
    (state[task]?.answers.count ?? 0) >= RunPolicy.accessLimit
  }
}
