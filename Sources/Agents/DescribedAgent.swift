import Orchestration

extension AgentDescription {
  /// Any shell command: the prompt on standard input, done when it exits with 0, its lines are what it says.
  package static let command = described(output: .plain)

  /// An agent that the configuration describes. Its commands find the session and the model in
  /// `ORCHESTRATE_SESSION` and `ORCHESTRATE_MODEL`.
  static func described(output: AgentOutput) -> AgentDescription {
    AgentDescription(
      name: "command", isStructured: output != .plain, reportsMoney: output == .claudeJSON,
      invocation: shellInvocation,
      events: { line, progress in
        switch output {
        case .plain: plainEvents(line)
        case .codexJSON: codex.events(line, &progress)
        case .claudeJSON: claude.events(line, &progress)
        }
      })
  }
}

private func shellInvocation(_ turn: AgentTurn) throws(AgentError) -> AgentInvocation {
  guard let command = turn.command else { throw .noCommand(agent: turn.agent) }
  var invocation = AgentInvocation(arguments: ["/bin/sh", "-c", command], input: turn.prompt)
  invocation.environment["ORCHESTRATE_MODEL"] = turn.model
  if let session = turn.session, let resume = turn.resume {
    invocation.arguments[2] = resume
    invocation.environment["ORCHESTRATE_SESSION"] = session
  }
  return invocation
}

private func plainEvents(_ line: [UInt8]) -> [Event] {
  let text = PlainText.clean(line)
  return text.isEmpty ? [] : [.agentMessage(AgentText(text: text))]
}
