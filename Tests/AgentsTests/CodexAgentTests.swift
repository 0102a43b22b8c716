import Orchestration
import Testing

@testable import Agents

/// Lines as Codex 0.147 writes them.
struct CodexAgentTests {
  private let begin = [
    #"{"type":"thread.started","thread_id":"01a2"}"#, #"{"type":"turn.started"}"#,
  ]

  @Test func aTurnIsSpokenInItsWords() {
    let turn = Transcript(
      .codex,
      begin + [
        #"{"type":"item.started","item":{"id":"1","type":"command_execution","command":"/bin/bash -lc 'make'","status":"in_progress"}}"#,
        #"{"type":"item.completed","item":{"id":"1","type":"command_execution","command":"/bin/bash -lc 'make'","aggregated_output":"x","exit_code":0}}"#,
        #"{"type":"item.completed","item":{"id":"2","type":"file_change","changes":[{"path":"a.txt","kind":"add"},{"path":"b","kind":"update"}]}}"#,
        #"{"type":"item.completed","item":{"id":"3","type":"reasoning","text":"hm"}}"#,
        #"{"type":"item.completed","item":{"id":"4","type":"agent_message","text":"first\n\n\u001b[1msecond"}}"#,
        #"{"type":"turn.completed","usage":{"input_tokens":200,"cached_input_tokens":80,"output_tokens":20}}"#,
      ])
    #expect(turn.session == "01a2")
    #expect(turn.texts == ["> $ /bin/bash -lc 'make'", "> edit a.txt b", "first", "second"])
    #expect(turn.usage == Usage(input: 120, cached: 80, output: 20))
    #expect(turn.progress.answer == "first\n\n\u{1B}[1msecond")
    #expect(AgentDescription.codex.failure(after: turn.progress, exit: 0) == nil)
    #expect(AgentDescription.codex.failure(after: turn.progress, exit: 1) == "exit code 1")
  }

  @Test func onlyWhatIsNewIsCountedWhereASessionGoesOn() {
    var order = AgentTurn(agent: "codex", command: nil, prompt: "")
    order.session = "01a2"
    order.spent = Usage(input: 120, cached: 80, output: 20)
    let line =
      #"{"type":"turn.completed","usage":{"input_tokens":500,"cached_input_tokens":180,"output_tokens":25}}"#
    #expect(Transcript(.codex, turn: order, [line]).usage == Usage(input: 200, cached: 100, output: 5))
    #expect(Transcript(.codex, turn: order, [line, line]).usage == Usage(input: 200, cached: 100, output: 5))
    order.spent = Usage(input: 9000, cached: 0, output: 1)
    #expect(Transcript(.codex, turn: order, [line]).usage == Usage(input: 320, cached: 180, output: 25))
    order.session = nil
    #expect(Transcript(.codex, turn: order, [line]).usage == Usage(input: 320, cached: 180, output: 25))
  }

  @Test func tokensCostWhatTheirPriceSays() {
    var order = AgentTurn(agent: "codex", command: nil, prompt: "")
    order.session = "01a2"
    order.spent = Usage(input: 120, cached: 80, output: 20, cost: 7)
    order.price = TokenPrice(input: 1, cached: 0.5, output: 10)
    let line =
      #"{"type":"turn.completed","usage":{"input_tokens":500,"cached_input_tokens":180,"output_tokens":25}}"#
    let usage = Transcript(.codex, turn: order, [line]).usage
    #expect(usage == Usage(input: 200, cached: 100, output: 5, cost: (200 + 50 + 50) / 1_000_000))
  }

  @Test func anErrorItemIsARemark() {
    let turn = Transcript(
      .codex,
      begin + [
        #"{"type":"item.completed","item":{"id":"0","type":"error","message":"Model metadata not found."}}"#,
        #"{"type":"error","message":"Reconnecting... 1/5 (unexpected status 401 Unauthorized: no)"}"#,
        #"{"type":"item.completed","item":{"id":"1","type":"agent_message","text":"ok"}}"#,
        #"{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}"#,
      ])
    #expect(AgentDescription.codex.failure(after: turn.progress, exit: 0) == nil)
    #expect(turn.progress.trouble == nil)
  }

  @Test(
    arguments: [
      ("unexpected status 401 Unauthorized: no, url: http://127.0.0.1/v1/responses", .credentials, nil),
      ("unexpected status 402 Payment Required: no", .credentials, nil),
      ("You exceeded your current quota, please check your plan and billing details.", .credentials, nil),
      ("exceeded retry limit, last status: 429 Too Many Requests", .limit, nil),
      ("stream disconnected before completion: Rate limit reached. Please try again in 11.5s", .limit, 11.5),
      ("You've hit your usage limit. Try again in 2 days 3 hours 4 minutes.", .limit, 183_840),
      ("We're currently experiencing high demand, which may cause temporary errors.", .outage, nil),
      ("unexpected status 503 Service Unavailable: x", .outage, nil),
      ("stream disconnected before completion: stream closed before response.completed", .outage, nil),
      ("The model `gpt-0` does not exist", nil, nil),
    ] as [(String, AgentOutage.Cause?, Double?)])
  func saysWhyNoTurnWorks(message: String, cause: AgentOutage.Cause?, seconds: Double?) {
    let failed = begin + [#"{"type":"turn.failed","error":{"message":"\#(message)"}}"#]
    let turn = Transcript(.codex, failed)
    #expect(AgentDescription.codex.failure(after: turn.progress, exit: 1) == message)
    #expect(turn.progress.trouble?.cause == cause)
    #expect(turn.progress.trouble?.reset == seconds.map { .after(seconds: $0) })
  }

  @Test func withoutAnEndItHasFailed() {
    let silent = Transcript(.codex, begin)
    #expect(
      AgentDescription.codex.failure(after: silent.progress, exit: 0)
        == "ended without saying that it is done")
    let complaining = Transcript(.codex, begin + [#"{"type":"error","message":"boom"}"#])
    #expect(AgentDescription.codex.failure(after: complaining.progress, exit: 1) == "boom")
  }

  @Test(arguments: [
    "", "{", "plain text", "[]", "{}", #"{"type":7}"#, #"{"type":"item.completed"}"#,
    #"{"type":"item.completed","item":[]}"#, #"{"type":"turn.failed"}"#, #"{"type":"new.thing","item":{}}"#,
    #"{"type":"item.completed","item":{"type":"agent_message","text":{}}}"#,
  ])
  func whatItDoesNotKnowIsIgnored(line: String) {
    var turn = Transcript(.codex)
    turn.read(line)
    #expect(turn.events.allSatisfy { if case .agentTool = $0 { true } else { false } })
    #expect(!turn.progress.isDone)
  }

  @Test func startsATurn() throws {
    var turn = AgentTurn(agent: "codex", command: nil, prompt: "do it")
    turn.home = "/home"
    let agent = try AgentDescription(for: turn)
    #expect(
      try agent.invocation(turn)
        == AgentInvocation(
          arguments: ["codex", "exec", "--json", "--skip-git-repo-check", "-s", "danger-full-access", "-"],
          environment: ["CODEX_HOME": "/home/.codex"], input: "do it"))
    turn.model = "m"
    turn.session = "01a2"
    turn.arguments = ["-c", "a=1", "--sandbox", "workspace-write"]
    #expect(
      try agent.invocation(turn).arguments == [
        "codex", "exec", "--json", "--skip-git-repo-check", "-m", "m", "-c", "a=1", "--sandbox",
        "workspace-write", "resume", "01a2", "-",
      ])
    turn.arguments = []
    turn.session = nil
    turn.answer = AnswerForm(schema: "{}", file: "/schema.json")
    #expect(
      try agent.invocation(turn).arguments.dropFirst(4) == [
        "-s", "read-only", "-m", "m", "--output-schema", "/schema.json", "-",
      ])
    // In a sandbox of ours it could not set up its own.
    turn.isConfined = true
    #expect(try agent.invocation(turn).arguments.contains("danger-full-access"))
  }

  @Test func aPersonCanTakeASessionOver() {
    #expect(
      AgentDescription.codex.account?.takeover(of: "01a2", home: "/it's/home", worktree: "/work tree")
        == #"cd '/work tree' && CODEX_HOME='/it'\''s/home/.codex' codex resume 01a2"#)
    #expect(
      AgentDescription.claude.account?.takeover(of: "840d", home: "/h", worktree: "/w")
        == "cd /w && CLAUDE_CONFIG_DIR=/h/.claude claude --resume 840d")
  }

  @Test func oneKeyServesForTheOther() {
    let account = AgentDescription.codex.account
    #expect(
      account?.credentials(in: ["OPENAI_API_KEY": "k", "HOME": "/"])
        == ["OPENAI_API_KEY": "k", "CODEX_API_KEY": "k"])
    #expect(account?.credentials(in: ["CODEX_API_KEY": "c", "OPENAI_API_KEY": ""]) == ["CODEX_API_KEY": "c"])
    #expect(
      AgentDescription.claude.account?.credentials(in: ["CLAUDE_CODE_OAUTH_TOKEN": "t"])
        == ["CLAUDE_CODE_OAUTH_TOKEN": "t"])
  }
}
