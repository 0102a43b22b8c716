/// An agent's last pause, also when it is over.
package struct AgentPause: Hashable, Sendable {
  package let event: RatePause
  /// The event's place in the journal.
  let sequence: Int
  package internal(set) var isOver = false

  /// Whether an attempt that finds the agent unavailable says nothing new: it began before the pause. That a person
  /// has to see to the agent is always news.
  func covers(_ cause: AgentOutage.Cause, of record: TaskRecord) -> Bool {
    record.attemptSequence < sequence && (cause != .credentials || event.cause == .credentials)
  }
}

extension TaskRecord {
  fileprivate var agentWaitedFor: String? { if case .agent(let name) = waitReason { name } else { nil } }
}

extension RunState {
  /// The pause that keeps every task from using the agent now.
  package func pause(of agent: String) -> RatePause? {
    agentPauses[agent].flatMap { $0.isOver ? nil : $0.event }
  }

  /// The pauses that are not over, by the agents' names.
  package var pauses: [RatePause] {
    agentPauses.keys.sorted().compactMap(pause)
  }

  /// What lets the agents go on whose pause has lasted long enough.
  package func agentsToGo(at now: Timestamp) -> [Entry] {
    pauses.filter { pause in pause.until.map { $0 <= now } ?? false }
      .map { Entry(.rateGo(RateGo(agent: $0.agent))) }
  }

  /// The first task that finds its agent unavailable pauses it for all of them; time, or a person who retries a
  /// task, puts it back to work.
  ///
  /// - Parameter subject: the task before the event.
  mutating func foldAgents(_ record: EventRecord, _ subject: TaskRecord) {
    switch record.event {
    case .ratePause(let pause): agentPauses[pause.agent] = AgentPause(event: pause, sequence: record.sequence)
    case .taskRetry(let retry) where retry.reason == .requested:
      if let agent = subject.agentWaitedFor ?? subject.agent { agentPauses[agent]?.isOver = true }
    default: break
    }
  }

  /// Whoever goes on with a run has seen to the keys; a limit ends when it ends.
  mutating func endPausesForPersons() {
    for agent in agentPauses.keys where waitsForPerson(agent) { agentPauses[agent]?.isOver = true }
  }

  /// Why nothing new starts: a recorded reason, or that every task that is left needs an agent that cannot log in.
  package var pause: PauseReason? {
    if let recordedPause { return recordedPause }
    guard lane == nil, let agent = agentOfTheRest, let pause = pause(of: agent) else { return nil }
    return .infrastructure("agent \(agent): \(pause.detail)")
  }

  /// The agent that waits for a person, when nothing else is in flight and nothing else can come into flight.
  private var agentOfTheRest: String? {
    var found: String?
    for record in records where !record.state.isSettled {
      switch (record.state, record.waitReason) {
      case (_, .agent(let name)) where waitsForPerson(name): found = name
      // What these wait for is looked at by itself.
      case (.blocked, _), (.rescoping, _), (_, .dependencies), (_, .lock), (_, .batch): break
      default: return nil
      }
    }
    return found
  }

  private func waitsForPerson(_ agent: String) -> Bool {
    pause(of: agent).map { $0.until == nil } ?? false
  }
}
