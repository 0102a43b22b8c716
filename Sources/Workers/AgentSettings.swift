import Agents
package import Orchestration

/// One agent of the configuration.
package struct AgentSettings: Hashable, Sendable {
  package var command: String?
  /// The shell command of a turn that goes on with a session.
  package var resume: String?
  package var output: AgentOutput?
  package var model: String?
  package var arguments: [String] = []
  /// Variables that the agent's own turn may see; nil is what its account needs.
  package var environment: [String]?

  package init(command: String? = nil, environment: [String]? = nil) {
    self.command = command
    self.environment = environment
  }

  /// A turn of the agent of this name.
  func turn(of name: String, prompt: String) -> AgentTurn {
    var turn = AgentTurn(agent: name, command: command, prompt: prompt)
    (turn.model, turn.resume, turn.output) = (model, resume, output)
    turn.arguments = arguments
    return turn
  }

  /// What only the agent's own turn gets of `inherited`: what the configuration names, else what it logs in with.
  func secrets(for account: AgentAccount?, in inherited: [String: String]) -> [String: String] {
    guard let environment else { return account?.credentials(in: inherited) ?? [:] }
    let named = inherited.filter { environment.contains($0.key) }
    return named.merging(account?.credentials(in: named) ?? [:]) { $1 }
  }
}
