import Orchestration

extension AgentDescription {
  /// Claude Code: `claude -p --output-format stream-json`, tried with 2.1.330.
  package static let claude = AgentDescription(
    name: "claude", isStructured: true, reportsMoney: true,
    account: AgentAccount(
      program: "claude", variables: ["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"],
      directoryVariable: "CLAUDE_CONFIG_DIR", directory: ".claude", loginFile: ".credentials.json",
      resumption: ["--resume"], isInterchangeable: false,
      loginHint: "run `claude` and then `/login`, or set ANTHROPIC_API_KEY"),
    invocation: claudeInvocation, events: claudeEvents)
}

private func claudeInvocation(_ turn: AgentTurn) throws(AgentError) -> AgentInvocation {
  // Partial messages: without them nothing tells the output of a turn that is cut short, nor that it still thinks.
  var arguments = [
    "claude", "-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages",
  ]
  if let answer = turn.answer {
    arguments += ["--json-schema", answer.schema, "--tools", "Read,Glob,Grep"]
  } else if !turn.arguments.contains(where: { $0.hasPrefix("--permission-mode") }) {
    arguments.append("--dangerously-skip-permissions")
  }
  if let model = turn.model { arguments += ["--model", model] }
  if let limit = turn.costLimit, !turn.arguments.contains("--max-budget-usd") {
    arguments += ["--max-budget-usd", dollars(limit)]
  }
  if let session = turn.session { arguments += ["--resume", session] }
  var environment = [
    "CLAUDE_CONFIG_DIR": "\(turn.home)/.claude", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "DISABLE_AUTOUPDATER": "1",
    // Its own ten retries take three minutes, with a wrong key too; pausing is our part.
    "CLAUDE_CODE_MAX_RETRIES": "3",
  ]
  // Root may skip permissions only where something else confines it.
  if turn.isConfined { environment["IS_SANDBOX"] = "1" }
  return AgentInvocation(
    arguments: arguments + turn.arguments, environment: environment, input: turn.prompt)
}

/// A decimal number without an exponent, in millionths; nothing below one is a limit to Claude.
private func dollars(_ amount: Double) -> String {
  let millionths = max(1, Int((amount * 1_000_000).rounded(.down)))
  let digits = String(millionths % 1_000_000)
  return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
}

private func claudeEvents(_ line: [UInt8], _ progress: inout AgentProgress) -> [Event] {
  guard let object = JSONValue(line: line) else { return [] }
  switch object["type"]?.string {
  case "system": return system(object, &progress)
  case "assistant": return assistant(object, &progress)
  case "stream_event": return object["event"].map { partial($0, &progress) } ?? []
  case "rate_limit_event":
    note(limit: object["rate_limit_info"], &progress)
    return []
  case "result": return result(object, &progress)
  default: return []
  }
}

private func system(_ object: JSONValue, _ progress: inout AgentProgress) -> [Event] {
  switch object["subtype"]?.string {
  case "init":
    progress.hasBegun = true
    return (object["session_id"]?.string).map { [.agentSession(AgentSession(session: $0))] } ?? []
  case "api_retry":
    let status = object["error_status"]?.int
    let text = "\(object["error"]?.string ?? "no answer")\(status.map { " (\($0))" } ?? ""), tries again"
    let delay = object["retry_delay_ms"]?.double.map { AgentTrouble.Reset.after(seconds: $0 / 1000) }
    progress.trouble = status.flatMap { AgentTrouble(status: $0, text, reset: delay) } ?? progress.trouble
    return [.agentError(AgentText(text: PlainText.clean(text.utf8)))]
  default: return []
  }
}

private func assistant(_ object: JSONValue, _ progress: inout AgentProgress) -> [Event] {
  guard let message = object["message"] else { return [] }
  if let error = object["error"]?.string {
    note(error, status: object["api_error_status"]?.int, &progress)
  } else {
    // An answer: what it told of before is over.
    progress.trouble = nil
  }
  let parts = (message["content"]?.elements ?? []).flatMap { part -> [Event] in
    switch part["type"]?.string {
    case "text": return part["text"]?.string.map(PlainText.messages) ?? []
    case "tool_use": return [tool(part)]
    default: return []
    }
  }
  return parts + count(message, &progress)
}

/// A message's usage, once: enough to stop a turn that spends too much; the result has the exact sum.
private func count(_ message: JSONValue, _ progress: inout AgentProgress) -> [Event] {
  guard let id = message["id"]?.string, let report = message["usage"], progress.counted.insert(id).inserted
  else { return [] }
  return progress.report(turn: progress.reported + usage(report))
}

/// The output of a message is known at its end; `count` had what it began with.
private func partial(_ event: JSONValue, _ progress: inout AgentProgress) -> [Event] {
  switch event["type"]?.string {
  case "message_start":
    progress.outputAtStart = event["message"]?["usage"]?["output_tokens"]?.int ?? 0
    return []
  case "message_delta":
    let output = event["usage"]?["output_tokens"]?.int ?? 0
    let more = Usage(output: max(0, output - progress.outputAtStart))
    return progress.report(turn: progress.reported + more)
  default: return []
  }
}

private func tool(_ part: JSONValue) -> Event {
  let input = part["input"]
  let what =
    ["command", "file_path", "notebook_path", "pattern", "path", "url", "query", "description"].lazy
    .compactMap { input?[$0]?.string }.first ?? ""
  let name = part["name"]?.string ?? "tool"
  return .agentTool(AgentText(text: PlainText.clean("\(name) \(what)".utf8), paths: reads(name, input)))
}

/// What a tool looks at; one that only writes is judged by what it leaves.
private func reads(_ name: String, _ input: JSONValue?) -> [String]? {
  switch name {
  case "Write", "Edit", "MultiEdit", "NotebookEdit": nil
  case "Bash": input?["command"]?.string.flatMap(ToolPaths.words)
  default:
    ToolPaths.bounded(["file_path", "notebook_path", "path"].compactMap { input?[$0]?.string })
  }
}

private func result(_ object: JSONValue, _ progress: inout AgentProgress) -> [Event] {
  progress.answer = object["result"]?.string
  if object["is_error"]?.bool != false || object["subtype"]?.string != "success" {
    let told = object["result"]?.string ?? object["errors"]?.elements.first?.string
    let text = PlainText.clean((told ?? object["subtype"]?.string ?? "its turn failed").utf8)
    progress.error = text
    progress.isOverBudget = object["subtype"]?.string == "error_max_budget_usd"
    if let status = object["api_error_status"]?.int {
      progress.trouble =
        AgentTrouble(status: status, text, reset: progress.trouble?.reset) ?? progress.trouble
    } else if object["stop_reason"]?.string == "refusal" {
      // The model declines: that is about this task, and says nothing of the agent.
      progress.trouble = nil
    } else if object["terminal_reason"]?.string == "api_error", progress.trouble == nil {
      // No status: the answer broke off, or there was none.
      progress.trouble = AgentTrouble(.outage, text)
    }
    progress.trouble?.detail = text
  } else {
    progress.isDone = true
  }
  return progress.report(turn: total(object))
}

/// The turn's own sum over all models; tokens of `usage` are those of the main model only, and `total_cost_usd` is
/// that of the session.
private func total(_ result: JSONValue) -> Usage {
  let models = result["model_usage_since_last_result"]?.members.values.map { report in
    Usage(
      input: (report["inputTokens"]?.int ?? 0) + (report["cacheCreationInputTokens"]?.int ?? 0),
      cached: report["cacheReadInputTokens"]?.int ?? 0, output: report["outputTokens"]?.int ?? 0,
      cost: report["costUSD"]?.double)
  }
  if let models { return models.reduce(Usage(), +) }
  return result["usage"].map(usage) ?? Usage()
}

private func usage(_ report: JSONValue) -> Usage {
  Usage(
    input: (report["input_tokens"]?.int ?? 0) + (report["cache_creation_input_tokens"]?.int ?? 0),
    cached: report["cache_read_input_tokens"]?.int ?? 0, output: report["output_tokens"]?.int ?? 0)
}

/// A synthetic message in place of an answer, with a word for why.
private func note(_ error: String, status: Int?, _ progress: inout AgentProgress) {
  switch error {
  case "authentication_failed", "billing_error", "oauth_org_not_allowed":
    progress.trouble = AgentTrouble(.credentials, error)
  case "rate_limit": progress.trouble = AgentTrouble(.limit, error, reset: progress.trouble?.reset)
  case "server_error", "overloaded": progress.trouble = AgentTrouble(.outage, error)
  default: progress.trouble = status.flatMap { AgentTrouble(status: $0, error) } ?? progress.trouble
  }
}

/// Only a subscription's limits are told in this way.
private func note(limit: JSONValue?, _ progress: inout AgentProgress) {
  guard limit?["status"]?.string == "rejected" else { return }
  let instant = limit?["resetsAt"]?.double.map { Timestamp(milliseconds: Int64($0 * 1000)) }
  progress.trouble = AgentTrouble(.limit, "usage limit reached", reset: instant.map { .at($0) })
}
