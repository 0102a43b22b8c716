import Orchestration
import Testing

@testable import Agents

struct AgentDescriptionTests {
  @Test func theCommandGetsThePromptAsInput() throws {
    let turn = AgentTurn(agent: "mine", command: "my-agent --fast", prompt: "do it")
    let agent = try AgentDescription(for: turn)
    #expect(
      try agent.invocation(turn)
        == AgentInvocation(arguments: ["/bin/sh", "-c", "my-agent --fast"], input: "do it"))
    #expect(!agent.isStructured)
  }

  @Test func whatTheCommandPrintsIsWhatItSays() {
    var progress = AgentProgress()
    let lines = ["\u{1B}[1mhello\u{1B}[0m", "", "\u{1B}[2K", "{\"type\":\"error\"}"]
    let events = lines.flatMap { AgentDescription.command.events(Array($0.utf8), &progress) }
    let texts = ["hello", "{\"type\":\"error\"}"]
    #expect(events == texts.map { .agentMessage(AgentText(text: $0)) })
    #expect(progress == AgentProgress())
  }

  @Test func aDescribedAgentGoesOnWithItsSession() throws {
    var turn = AgentTurn(agent: "mine", command: "begin", prompt: "do it")
    turn.resume = "go-on"
    turn.output = .codexJSON
    turn.model = "m"
    let agent = try AgentDescription(for: turn)
    #expect(agent.isStructured)
    #expect(
      try agent.invocation(turn)
        == AgentInvocation(
          arguments: ["/bin/sh", "-c", "begin"], environment: ["ORCHESTRATE_MODEL": "m"], input: "do it"))
    turn.session = "s"
    #expect(
      try agent.invocation(turn)
        == AgentInvocation(
          arguments: ["/bin/sh", "-c", "go-on"],
          environment: ["ORCHESTRATE_MODEL": "m", "ORCHESTRATE_SESSION": "s"], input: "do it"))
    let lines = [#"{"type":"thread.started","thread_id":"s"}"#, "noise"]
    #expect(Transcript(agent, lines).events == [.agentSession(AgentSession(session: "s"))])
    turn.output = .claudeJSON
    let other = try AgentDescription(for: turn)
    #expect(Transcript(other, [#"{"type":"system","subtype":"init","session_id":"c"}"#]).session == "c")
  }

  @Test func theConfigurationsCommandReplacesABuiltInAgent() throws {
    let turn = AgentTurn(agent: "codex", command: "wrapper", prompt: "")
    #expect(try AgentDescription(for: turn).account == nil)
  }

  @Test func whatCannotBeStartedIsSaid() throws {
    #expect(throws: AgentError.unknown("codec")) {
      try AgentDescription(for: AgentTurn(agent: "codec", command: nil, prompt: ""))
    }
    let turn = AgentTurn(agent: "command", command: nil, prompt: "")
    let agent = try AgentDescription(for: turn)
    #expect(throws: AgentError.noCommand(agent: "command")) { try agent.invocation(turn) }
  }

  @Test(
    arguments: [
      (false, AgentProgress(), 0, nil),
      (false, AgentProgress(), 2, "exit code 2"),
      (false, AgentProgress(), 127, "exit code 127: a program was not found"),
      (true, AgentProgress(isDone: true), 0, nil),
      (true, AgentProgress(isDone: true), 1, "exit code 1"),
      (true, AgentProgress(), 0, "ended without saying that it is done"),
      (true, AgentProgress(isDone: true, error: "credit"), 0, "credit"),
      (true, AgentProgress(error: "credit"), 1, "credit"),
    ] as [(Bool, AgentProgress, Int, String?)])
  func isDoneWhenAllSaySo(isStructured: Bool, progress: AgentProgress, exit: Int, failure: String?) {
    let agent = AgentDescription(
      name: "any", isStructured: isStructured,
      invocation: { turn in AgentInvocation(arguments: ["true"], input: turn.prompt) }, events: { _, _ in [] }
    )
    #expect(agent.failure(after: progress, exit: exit) == failure)
  }
}
