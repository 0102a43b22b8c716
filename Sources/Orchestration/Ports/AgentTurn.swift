/// One turn of an agent.
package struct AgentTurn: Hashable, Sendable, Codable {
  /// The agent's name in the configuration.
  package var agent: String
  package var model: String?
  /// The shell command of an agent that is a command.
  package var command: String?
  /// The shell command of a turn that goes on with a session; nil where the agent has none.
  package var resume: String?
  /// How the command's output is read; nil is text.
  package var output: AgentOutput?
  /// More arguments for a built-in agent, before its session.
  package var arguments: [String] = []
  /// What stands on the agent's standard input.
  package var prompt: String
  /// The session to go on with.
  package var session: String?
  /// What the journal has of that session's cost: agents that report sums over a session report it again.
  package var spent = Usage()
  /// The task's home, absolute: the agent's session lives in it.
  package var home = ""
  /// The turn only reads, and answers in this form.
  package var answer: AnswerForm?
  /// What its tokens cost, where the agent does not say.
  package var price: TokenPrice?
  /// What the turn may cost, US dollars, for an agent that minds it.
  package var costLimit: Double?
  /// A sandbox of ours is around the turn.
  package var isConfined = false

  package init(agent: String, command: String?, prompt: String) {
    self.agent = agent
    self.command = command
    self.prompt = prompt
  }
}

/// How an agent's standard output is read.
package enum AgentOutput: String, Hashable, Sendable, Codable, CaseIterable {
  /// Each line is something that the agent says.
  case plain
  /// The events of `codex exec --json`.
  case codexJSON = "codex-json"
  /// The messages of `claude --output-format stream-json`.
  case claudeJSON = "claude-json"
}

/// The JSON Schema of an answer. Agents take it as text or as a file; whoever asks writes the file.
package struct AnswerForm: Hashable, Sendable, Codable {
  package var schema: String
  /// The absolute path of a file that holds `schema`.
  package var file: String

  package init(schema: String, file: String) {
    self.schema = schema
    self.file = file
  }
}
