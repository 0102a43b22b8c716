import Orchestration

extension AgentDescription {
  /// Any shell command: the prompt on standard input, done when it exits with 0, its lines are what it says.
  package static let command = AgentDescription(
    name: "command", isStructured: false,
    invocation: { turn throws(AgentError) in
      guard let command = turn.command else { throw .noCommand(agent: turn.agent) }
      return AgentInvocation(arguments: ["/bin/sh", "-c", command], input: turn.prompt)
    },
    events: { line, _ in
      let text = PlainText.clean(line)
      return text.isEmpty ? [] : [.agentMessage(AgentText(text: text))]
    })
}
