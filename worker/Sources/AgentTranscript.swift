import Agents
import Journal
import Orchestration
import Sandboxes
import Synchronization
import SystemPackage

/// What an agent says during its turn, as events, and what it has come to.
final class AgentTranscript: Sendable {
  private let agent: AgentDescription
  private let events: WorkerEvents
  private let state: Mutex<State>

  private struct State {
    var progress: AgentProgress
    /// What may still be written of its talk, bytes: an agent that prints without end must not fill the disk.
    var budget: Int

    /// The event, or in its place one that says that no more of this kind will come, or nothing.
    mutating func afford(_ event: Event) -> Event? {
      switch event {
      case .agentMessage(let text), .agentTool(let text):
        guard budget > 0 else { return nil }
        // A record's own keys take about 150 bytes.
        budget -= text.text.utf8.count + 150
        return budget > 0 ? event : .agentMessage(AgentText(text: "(its further output is only in its log)"))
      default:
        return event
      }
    }
  }

  init(_ agent: AgentDescription, progress: AgentProgress, events: WorkerEvents, budget: Int) {
    self.agent = agent
    self.events = events
    state = Mutex(State(progress: progress, budget: budget))
  }

  /// A line of such an agent may hold a whole file, and means nothing when it is cut off.
  private static let structuredLine = 16 << 20

  /// The agent has said that its turn is over.
  var isDone: Bool { state.withLock { $0.progress.isDone } }

  /// The agent's session has begun.
  var hasBegun: Bool { state.withLock { $0.progress.hasBegun } }

  /// Lines become events as they come. Only of an agent whose lines have a form is standard error kept apart.
  func output(in directory: AttemptDirectory) -> CommandOutput {
    CommandOutput(
      log: directory.agentLog, errors: agent.isStructured ? directory.path.appending("agent.log") : nil,
      lineLimit: agent.isStructured ? Self.structuredLine : CommandOutput.textLine
    ) { lines in try self.read(lines) }
  }

  /// How the turn failed, or nil when the agent is done.
  func outcome(_ result: CommandResult) -> AttemptOutcome? {
    let progress = state.withLock { $0.progress }
    guard let failure = failure(result, progress) else { return nil }
    // It was given what the run may still cost; the run itself says what follows.
    if progress.isOverBudget { return .infrastructure("its limit of costs is reached") }
    return progress.trouble.map { .unavailable($0.outage(now: WorkerEvents.now)) } ?? .agentFailed(failure)
  }

  private func failure(_ result: CommandResult, _ progress: AgentProgress) -> String? {
    let failure: String? =
      switch result.end {
      case .exited(let code): agent.failure(after: progress, exit: code)
      case .signalled(let number): "signal \(number)"
      case .timedOut, .stalled, .cancelled: "did not end"
      }
    return failure.map { result.ranOutOfMemory ? CommandResult.outOfMemory : $0 }
  }

  private func read(_ lines: [[UInt8]]) throws {
    let news = state.withLock { state in
      lines.flatMap { agent.events($0, &state.progress) }.compactMap { state.afford($0) }
    }
    try events.append(news)
  }
}
