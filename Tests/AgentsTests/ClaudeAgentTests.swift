import Orchestration
import Testing

@testable import Agents

/// Lines as Claude Code 2.1.330 writes them.
struct ClaudeAgentTests {
  private let begin = [
    #"{"type":"system","subtype":"hook_started"}"#,
    #"{"type":"system","subtype":"init","session_id":"840d","tools":["Bash"]}"#,
  ]
  private let tool =
    #"{"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":"make","description":"x"}}],"usage":{"input_tokens":60,"cache_read_input_tokens":40,"cache_creation_input_tokens":5,"output_tokens":1}}}"#
  private let text =
    #"{"type":"assistant","message":{"id":"m2","content":[{"type":"text","text":"first\nsecond"}],"usage":{"input_tokens":60,"cache_read_input_tokens":40,"cache_creation_input_tokens":5,"output_tokens":1}}}"#
  private let result =
    #"{"type":"result","subtype":"success","is_error":false,"session_id":"840d","result":"second","total_cost_usd":0.0042,"usage":{"input_tokens":120,"cache_creation_input_tokens":10,"cache_read_input_tokens":80,"output_tokens":20},"model_usage_since_last_result":{"big":{"inputTokens":120,"outputTokens":20,"cacheReadInputTokens":80,"cacheCreationInputTokens":10,"costUSD":0.001},"small":{"inputTokens":7,"outputTokens":1,"cacheReadInputTokens":0,"cacheCreationInputTokens":0,"costUSD":0.0005}}}"#

  @Test func aTurnIsSpokenInItsWords() {
    let turn = Transcript(.claude, begin + [tool, text, result])
    #expect(turn.session == "840d")
    #expect(turn.texts == ["> Bash make", "first", "second"])
    #expect(turn.usage == Usage(input: 137, cached: 80, output: 21, cost: 0.0015))
    #expect(turn.progress.answer == "second")
    #expect(AgentDescription.claude.failure(after: turn.progress, exit: 0) == nil)
    #expect(AgentDescription.claude.failure(after: turn.progress, exit: 1) == "exit code 1")
  }

  @Test func isCountedWhileItRunsAndOnlyOnce() {
    #expect(Transcript(.claude, [tool, tool]).usage == Usage(input: 65, cached: 40, output: 1))
    #expect(Transcript(.claude, [tool, text]).usage == Usage(input: 130, cached: 80, output: 2))
  }

  @Test func aTurnThatIsCutShortHasItsOutputCounted() {
    let start =
      #"{"type":"stream_event","event":{"type":"message_start","message":{"id":"m1","usage":{"input_tokens":60,"output_tokens":1}}}}"#
    let delta = #"{"type":"stream_event","event":{"type":"message_delta","usage":{"output_tokens":20}}}"#
    #expect(Transcript(.claude, [start, tool, delta]).usage == Usage(input: 65, cached: 40, output: 20))
    let whole = Transcript(.claude, [start, tool, delta, start, text, delta, result])
    #expect(whole.usage == Usage(input: 137, cached: 80, output: 40, cost: 0.0015))
  }

  @Test func aRefusalIsNoOutage() {
    let end =
      #"{"type":"result","subtype":"success","is_error":true,"stop_reason":"refusal","terminal_reason":"api_error","result":"flagged"}"#
    let turn = Transcript(.claude, [end])
    #expect(turn.progress.trouble == nil)
    #expect(AgentDescription.claude.failure(after: turn.progress, exit: 1) == "flagged")
  }

  @Test func itIsToldWhatItMayCost() throws {
    var turn = AgentTurn(agent: "claude", command: nil, prompt: "")
    turn.costLimit = 1.25
    let arguments = try AgentDescription.claude.invocation(turn).arguments
    let place = try #require(arguments.firstIndex(of: "--max-budget-usd"))
    #expect(arguments[place + 1] == "1.250000")
    turn.costLimit = 0
    #expect(try AgentDescription.claude.invocation(turn).arguments.contains("0.000001"))
    let end =
      #"{"type":"result","subtype":"error_max_budget_usd","is_error":true,"usage":{"output_tokens":2}}"#
    let spent = Transcript(.claude, [end])
    #expect(spent.progress.isOverBudget)
    #expect(AgentDescription.claude.failure(after: spent.progress, exit: 1) == "error_max_budget_usd")
  }

  @Test func olderProgramsSayNothingOfEachModel() {
    let old =
      #"{"type":"result","subtype":"success","is_error":false,"result":"x","usage":{"input_tokens":9,"cache_read_input_tokens":3,"output_tokens":2}}"#
    #expect(Transcript(.claude, [old]).usage == Usage(input: 9, cached: 3, output: 2))
  }

  @Test(
    arguments: [
      (#""subtype":"success","is_error":true,"api_error_status":401"#, .credentials),
      (#""subtype":"success","is_error":true,"api_error_status":402"#, .credentials),
      (#""subtype":"success","is_error":true,"api_error_status":429"#, .limit),
      (#""subtype":"success","is_error":true,"api_error_status":529"#, .outage),
      (
        #""subtype":"success","is_error":true,"api_error_status":null,"terminal_reason":"api_error""#, .outage
      ),
      (#""subtype":"success","is_error":true,"api_error_status":400,"terminal_reason":"api_error""#, nil),
      (#""subtype":"error_max_turns","is_error":false"#, nil),
      (#""subtype":"success""#, nil),
    ] as [(String, AgentOutage.Cause?)])
  func successIsNotWhatItCallsSo(members: String, cause: AgentOutage.Cause?) {
    let turn = Transcript(.claude, begin + [#"{"type":"result","result":"no",\#(members)}"#])
    #expect(AgentDescription.claude.failure(after: turn.progress, exit: 0) == "no")
    #expect(turn.progress.trouble?.cause == cause)
  }

  @Test(
    arguments: [
      ("authentication_failed", .credentials), ("billing_error", .credentials), ("rate_limit", .limit),
      ("overloaded", .outage), ("invalid_request", nil),
    ] as [(String, AgentOutage.Cause?)])
  func aMessageMayBeAnError(word: String, cause: AgentOutage.Cause?) {
    let message =
      #"{"type":"assistant","error":"\#(word)","message":{"id":"m","content":[{"type":"text","text":"API Error"}]}}"#
    #expect(Transcript(.claude, [message]).progress.trouble?.cause == cause)
  }

  @Test func knowsWhenALimitEnds() {
    let limit =
      #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1800000000,"rateLimitType":"five_hour"}}"#
    let error =
      #"{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"limit reached"}"#
    let outage = Transcript(.claude, [limit, error]).progress.trouble?.outage(now: Timestamp(milliseconds: 0))
    let end = Timestamp(milliseconds: 1_800_000_000_000)
    #expect(outage == AgentOutage(cause: .limit, detail: "limit reached", until: end))
    let fine = #"{"type":"rate_limit_event","rate_limit_info":{"status":"allowed_warning","resetsAt":1}}"#
    #expect(Transcript(.claude, [fine]).progress.trouble == nil)
  }

  @Test func whatItGotOverIsOver() {
    let retry =
      #"{"type":"system","subtype":"api_retry","attempt":1,"retry_delay_ms":3300,"error_status":429,"error":"rate_limit"}"#
    var turn = Transcript(.claude, begin + [retry])
    #expect(turn.progress.trouble?.reset == .after(seconds: 3.3))
    #expect(turn.texts == ["! rate_limit (429), tries again"])
    turn.read(text)
    #expect(turn.progress.trouble == nil)
  }

  @Test func anInterruptExitsWithoutAResult() {
    let turn = Transcript(.claude, begin + [tool])
    #expect(
      AgentDescription.claude.failure(after: turn.progress, exit: 0)
        == "ended without saying that it is done")
  }

  @Test(arguments: [
    "{", "text", #"{"type":"new"}"#, #"{"type":"assistant"}"#, #"{"type":"assistant","message":1}"#,
  ])
  func whatItDoesNotKnowIsIgnored(line: String) {
    let turn = Transcript(.claude, [line])
    #expect(turn.events.isEmpty)
    #expect(turn.progress == AgentProgress())
  }

  @Test func startsATurn() throws {
    var turn = AgentTurn(agent: "claude", command: nil, prompt: "do it")
    turn.home = "/home"
    let agent = try AgentDescription(for: turn)
    let first = try agent.invocation(turn)
    #expect(
      first.arguments == [
        "claude", "-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages",
        "--dangerously-skip-permissions",
      ])
    #expect(first.input == "do it")
    #expect(first.environment["CLAUDE_CONFIG_DIR"] == "/home/.claude")
    #expect(first.environment["IS_SANDBOX"] == nil)
    turn.isConfined = true
    turn.session = "840d"
    turn.model = "m"
    turn.arguments = ["--permission-mode", "acceptEdits"]
    let second = try agent.invocation(turn)
    #expect(
      second.arguments.dropFirst(6) == [
        "--model", "m", "--resume", "840d", "--permission-mode", "acceptEdits",
      ])
    #expect(second.environment["IS_SANDBOX"] == "1")
    turn.arguments = []
    turn.session = nil
    turn.answer = AnswerForm(schema: "{}", file: "/schema.json")
    #expect(
      try agent.invocation(turn).arguments.dropFirst(6) == [
        "--json-schema", "{}", "--tools", "Read,Glob,Grep", "--model", "m",
      ])
  }
}
