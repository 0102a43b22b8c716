/// Why no task may use an agent, and for how long.
package struct AgentPause: Hashable, Sendable {
  package var outage: AgentOutage
  /// Nil means until the run is resumed.
  package var until: Timestamp?
  /// When it was found unavailable last.
  package var since: Timestamp
}

extension RunState {
  /// The first task that finds its agent unavailable pauses it for all of them; the first whose attempt began
  /// later and says anything else, or a person who retries a task, puts it back to work. What was under way
  /// already may have had its answers before.
  ///
  /// - Parameter subject: the task before the event.
  mutating func foldAgents(_ record: EventRecord, _ subject: TaskRecord) {
    guard let agent = subject.agent else { return }
    switch (record.event, subject.outcome) {
    case (.taskRetry(let retry), .unavailable(let outage)) where retry.reason != .requested:
      agentPauses[agent] = AgentPause(outage: outage, until: retry.after, since: record.time)
    case (.attemptFinish(let outcome), _) where !AttemptJudgement.isInterruption(outcome):
      if let pause = agentPauses[agent], subject.since >= pause.since { agentPauses[agent] = nil }
    case (.taskRetry(let retry), _) where retry.reason == .requested:
      agentPauses[agent] = nil
    default: break
    }
  }

  /// Why a task of this agent may not start now.
  func hold(agent: String, now: Timestamp) -> WaitReason? {
    guard let pause = agentPauses[agent] else { return nil }
    guard let until = pause.until else { return .agent(agent) }
    return now < until ? .agent(agent) : nil
  }

  /// Why nothing new starts: a recorded reason, or that every task that is left needs an agent that cannot log in.
  package var pause: PauseReason? {
    if let recordedPause { return recordedPause }
    guard lane == nil, let agent = agentOfTheRest, let pause = agentPauses[agent] else { return nil }
    return .infrastructure("agent \(agent): \(pause.outage.detail)")
  }

  /// The agent that waits for a person, when nothing else is in flight and nothing else can come into flight.
  private var agentOfTheRest: String? {
    var found: String?
    for record in records where !record.state.isSettled {
      switch record.state {
      case .waiting(on: .agent(let name)) where waitsForPerson(name): found = name
      case .retrying, .conflicted:
        guard let name = record.agent, waitsForPerson(name) else { return nil }
        found = name
      // What these wait for is looked at by itself.
      case .blocked, .waiting(on: .dependencies), .waiting(on: .lock), .rescoping: break
      default: return nil
      }
    }
    return found
  }

  private func waitsForPerson(_ agent: String) -> Bool {
    agentPauses[agent].map { $0.until == nil } ?? false
  }
}
