import Orchestration

@testable import Agents

/// What an agent's lines come to, one after the other.
struct Transcript {
  let agent: AgentDescription
  var progress: AgentProgress
  private(set) var events: [Event] = []

  init(_ agent: AgentDescription, turn: AgentTurn? = nil, _ lines: [String] = []) {
    self.agent = agent
    progress = turn.map(AgentProgress.init) ?? AgentProgress()
    for line in lines { read(line) }
  }

  mutating func read(_ line: String) { events += agent.events(Array(line.utf8), &progress) }

  var usage: Usage {
    events.reduce(Usage()) { sum, event in
      if case .agentUsage(let usage) = event { sum + usage } else { sum }
    }
  }

  var session: String? {
    events.lazy.compactMap { event in
      if case .agentSession(let session) = event { session.session } else { nil }
    }.first
  }

  /// What it says and does, for people.
  var texts: [String] {
    events.compactMap { event in
      switch event {
      case .agentMessage(let text): text.text
      case .agentTool(let text): "> \(text.text)"
      case .agentError(let text): "! \(text.text)"
      default: nil
      }
    }
  }
}
