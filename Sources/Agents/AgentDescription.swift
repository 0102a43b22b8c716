package import Orchestration

/// How to talk to one agent: what to start for a turn, what its output means, and when it is done. Values and pure
/// functions only; each agent is one file with one of these.
package struct AgentDescription: Sendable {
  package let name: String
  /// The agent writes one JSON object a line on standard output, and nothing else there. A turn of such an agent is
  /// done when it has said so; any other's when it exits with 0.
  package let isStructured: Bool
  /// Its reports of tokens have the money with them.
  package let reportsMoney: Bool
  /// Where it keeps its sessions, and its variables for logging in; nil for an agent that we do not know.
  package let account: AgentAccount?
  /// The program to start, with its arguments, and what stands on its standard input.
  package let invocation: @Sendable (AgentTurn) throws(AgentError) -> AgentInvocation
  /// What a line of output means; `progress` is what the lines before it came to.
  package let events: @Sendable (_ line: [UInt8], _ progress: inout AgentProgress) -> [Event]

  /// The agents that need no description in the configuration.
  package static let builtIn = [codex, claude]

  /// The agent of a turn: the command that the configuration gave the name to, else a built-in one.
  package init(for turn: AgentTurn) throws(AgentError) {
    if turn.command != nil || turn.agent == Self.command.name {
      self = .described(output: turn.output ?? .plain)
    } else if let agent = Self.builtIn.first(where: { $0.name == turn.agent }) {
      self = agent
    } else {
      throw .unknown(turn.agent)
    }
  }

  init(
    name: String, isStructured: Bool, reportsMoney: Bool = false, account: AgentAccount? = nil,
    invocation: @escaping @Sendable (AgentTurn) throws(AgentError) -> AgentInvocation,
    events: @escaping @Sendable (_ line: [UInt8], _ progress: inout AgentProgress) -> [Event]
  ) {
    self.name = name
    self.isStructured = isStructured
    self.reportsMoney = reportsMoney
    self.account = account
    self.invocation = invocation
    self.events = events
  }

  /// Why the turn failed, or nil when it is done: an agent that says more than lines has to have said that it is
  /// done, whatever its exit code.
  package func failure(after progress: AgentProgress, exit: Int) -> String? {
    if let error = progress.error { return error }
    if exit != 0 { return progress.complaint ?? Self.words(forExit: exit) }
    return isStructured && !progress.isDone ? "ended without saying that it is done" : nil
  }

  /// 127 is a shell's word for a program that it did not find (POSIX, 2.8.2).
  private static func words(forExit code: Int) -> String {
    code == 127 ? "exit code 127: a program was not found" : "exit code \(code)"
  }
}

/// What to start for one turn.
package struct AgentInvocation: Hashable, Sendable {
  package var arguments: [String]
  /// Beside what every command of the attempt gets, and weaker than what the configuration passes on.
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
