package import Orchestration

/// How to talk to one agent: what to start for a turn, what its output means, and when it is done. Values and pure
/// functions only; each agent is one file with one of these.
package struct AgentDescription: Sendable {
  package let name: String
  /// The agent writes one JSON object a line on standard output, and nothing else there. A turn of such an agent is
  /// done when it has said so; any other's when it exits with 0.
  package let isStructured: Bool
  /// The program to start, with its arguments, and what stands on its standard input.
  package let invocation: @Sendable (AgentTurn) throws(AgentError) -> AgentInvocation
  /// What a line of output means; `progress` is what the lines before it came to.
  package let events: @Sendable (_ line: [UInt8], _ progress: inout AgentProgress) -> [Event]

  /// The agent of a turn: a built-in one of that name, else the command that the configuration gave the name to.
  package init(for turn: AgentTurn) throws(AgentError) {
    guard turn.agent == Self.command.name || turn.command != nil else { throw .unknown(turn.agent) }
    self = .command
  }

  init(
    name: String, isStructured: Bool,
    invocation: @escaping @Sendable (AgentTurn) throws(AgentError) -> AgentInvocation,
    events: @escaping @Sendable (_ line: [UInt8], _ progress: inout AgentProgress) -> [Event]
  ) {
    self.name = name
    self.isStructured = isStructured
    self.invocation = invocation
    self.events = events
  }

  /// Why the turn failed, or nil when it is done: an agent that says more than lines has to have said that it is
  /// done, whatever its exit code.
  package func failure(after progress: AgentProgress, exit: Int) -> String? {
    if let error = progress.error { return error }
    if exit != 0 { return "exit code \(exit)" }
    return isStructured && !progress.isDone ? "ended without saying that it is done" : nil
  }
}

/// What an agent's output has come to so far.
package struct AgentProgress: Hashable, Sendable {
  /// The agent said that its turn is over.
  package var isDone: Bool
  /// The agent said that its turn failed.
  package var error: String?

  package init(isDone: Bool = false, error: String? = nil) {
    self.isDone = isDone
    self.error = error
  }
}

/// What to start for one turn.
package struct AgentInvocation: Hashable, Sendable {
  package var arguments: [String]
  /// Beside what every command of the attempt gets.
  package var environment: [String: String]
  package var input: String

  package init(arguments: [String], environment: [String: String] = [:], input: String) {
    self.arguments = arguments
    self.environment = environment
    self.input = input
  }
}

/// A turn that cannot be started as it is described.
package enum AgentError: Error, Hashable, CustomStringConvertible {
  case unknown(String)
  case noCommand(agent: String)

  package var description: String {
    switch self {
    case .unknown(let name): "there is no agent \"\(name)\""
    case .noCommand(let agent): "the agent \"\(agent)\" has no command to run"
    }
  }
}
