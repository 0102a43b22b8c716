import Orchestration

extension RunEngine {
  /// A request in the mailbox of a task at work.
  private struct Letter {
    var task: TaskID
    var attempt: Int
    var request: AccessRequest
  }

  /// Answers every agent that asks for more than its task declared, from the journal: an answer that was lost is
  /// given again. Of those that wait, the last to ask is the first that may have to go on without.
  func answerAgents() async throws {
    let letters = try await openLetters()
    let waiting = letters.filter { place(of: $0) != nil }
      .sorted { place(of: $1) ?? 0 < place(of: $0) ?? 0 }
    for letter in waiting + letters.filter({ place(of: $0) == nil }) {
      guard isUnfinished(letter.task, letter.attempt), let answer = try await answer(to: letter) else {
        continue
      }
      try tell(answer, letter)
    }
  }

  private func openLetters() async throws -> [Letter] {
    var letters: [Letter] = []
    for task in state.order {
      guard case .running(let attempt) = state[task]?.state, isUnfinished(task, attempt) else { continue }
      let request = try ports.access.pending(task, attempt: attempt)
      if let end = state.withdrawal(of: task, unless: request) {
        try await record([end], about: task, attempt: attempt)
      }
      if let request { letters.append(Letter(task: task, attempt: attempt, request: request)) }
    }
    return letters
  }

  private func place(of letter: Letter) -> Int? { state[letter.task]?.asked?.sequence }

  private func answer(to letter: Letter) async throws -> AccessAnswer? {
    let (task, request) = (letter.task, letter.request)
    if let known = state[task]?.answers[request.nonce] { return known }
    if hasAskedTooOften(task) { return .denied(.limit) }
    let view = schedulingView
    let events = state.events(for: request, of: task, policy: policy, now: ports.now()) {
      scheduler.verdict(on: $0, in: view)
    }
    try await record(events, about: task, attempt: letter.attempt)
    return state[task]?.answers[request.nonce] ?? state[task]?.asked?.waitsFor.map(AccessAnswer.waiting)
  }

  /// An agent that waits is told for what, once.
  private func tell(_ answer: AccessAnswer, _ letter: Letter) throws {
    if answer.isFinal { told[letter.task] = nil }
    let news = Told(nonce: letter.request.nonce, answer: answer)
    guard told[letter.task] != news else { return }
    try ports.access.answer(letter.request, of: letter.task, with: answer)
    if !answer.isFinal { told[letter.task] = news }
  }

  /// What an agent that waits has been told.
  struct Told: Hashable {
    var nonce: Nonce
    var answer: AccessAnswer
  }

  private func hasAskedTooOften(_ task: TaskID) -> Bool {
    (state[task]?.answers.count ?? 0) >= RunPolicy.accessLimit
  }
}
