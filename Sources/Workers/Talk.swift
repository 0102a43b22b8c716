import Agents
import Orchestration
import Sandboxes
import Synchronization

/// What an agent's output comes to during one answer.
final class Talk: Sendable {
  private struct State {
    var progress: AgentProgress
    var session: String?
    var usage = Usage()
  }

  private let agent: AgentDescription
  private let observe: @Sendable ([Event]) -> Void
  private let state: Mutex<State>

  init(_ agent: AgentDescription, _ progress: AgentProgress, _ observe: @escaping @Sendable ([Event]) -> Void)
  {
    self.agent = agent
    self.observe = observe
    state = Mutex(State(progress: progress))
  }

  var answer: String? { state.withLock { $0.progress.answer } }
  var session: String? { state.withLock { $0.session } }
  var usage: Usage { state.withLock { $0.usage } }

  func read(_ lines: [[UInt8]]) {
    let news = state.withLock { state in
      let news = lines.flatMap { agent.events($0, &state.progress) }
      for event in news {
        switch event {
        case .agentSession(let session): state.session = session.session
        case .agentUsage(let usage): state.usage = state.usage + usage
        default: break
        }
      }
      return news
    }
    observe(news)
  }

  /// Throws when the turn did not come to its end.
  func check(_ result: CommandResult, _ description: AgentDescription, agent: String) throws {
    let progress = state.withLock { $0.progress }
    switch result.end {
    case .cancelled: throw ConsultationError.cancelled
    case .timedOut, .stalled: throw ConsultationError.timedOut(agent: agent, result.duration)
    case .signalled(let number):
      throw ConsultationError.failed(agent: agent, why: "signal \(number)", trouble: progress.trouble)
    case .exited(127):
      throw ConsultationError.notStarted(agent: agent, program: agent, reason: result.tail)
    case .exited(let code):
      guard let why = description.failure(after: progress, exit: code) else { return }
      throw ConsultationError.failed(agent: agent, why: why, trouble: progress.trouble)
    }
  }
}
