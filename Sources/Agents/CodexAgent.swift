import Orchestration

extension AgentDescription {
  /// Codex CLI: `codex exec --json`, tried with 0.147.
  package static let codex = AgentDescription(
    name: "codex", isStructured: true,
    account: AgentAccount(
      program: "codex", variables: ["CODEX_API_KEY", "OPENAI_API_KEY"], directoryVariable: "CODEX_HOME",
      directory: ".codex", loginFile: "auth.json", resumption: ["resume"], isInterchangeable: true,
      loginHint: "run `codex login`, or set OPENAI_API_KEY"),
    invocation: codexInvocation, events: codexEvents)
}

private func codexInvocation(_ turn: AgentTurn) throws(AgentError) -> AgentInvocation {
  var arguments = ["codex", "exec", "--json", "--skip-git-repo-check"]
  if !turn.arguments.contains(where: { ["-s", "--sandbox"].contains($0) || $0.hasPrefix("--sandbox=") }) {
    // Whatever confines the turn is around Codex: its own sandbox could not be set up inside of it, and every command
    // of a read-only turn would fail.
    let isOwn = turn.answer != nil && !turn.isConfined
    arguments += ["-s", isOwn ? "read-only" : "danger-full-access"]
  }
  if let model = turn.model { arguments += ["-m", model] }
  if let answer = turn.answer { arguments += ["--output-schema", answer.file] }
  arguments += turn.arguments
  // After the options: `resume` knows fewer of them.
  if let session = turn.session { arguments += ["resume", session] }
  return AgentInvocation(
    arguments: arguments + ["-"], environment: ["CODEX_HOME": "\(turn.home)/.codex"], input: turn.prompt)
}

private func codexEvents(_ line: [UInt8], _ progress: inout AgentProgress) -> [Event] {
  guard let object = JSONValue(line: line) else { return [] }
  switch object["type"]?.string {
  case "thread.started":
    progress.hasBegun = true
    return (object["thread_id"]?.string).map { [.agentSession(AgentSession(session: $0))] } ?? []
  case "item.started": return object["item"].map(started) ?? []
  case "item.completed": return object["item"].map { completed($0, &progress) } ?? []
  case "turn.completed":
    progress.isDone = true
    // Over the whole thread, the turns before a `resume` included.
    return object["usage"].map { progress.report(sum: usage($0)) } ?? []
  case "turn.failed":
    progress.error = note(object["error"]?["message"], &progress) ?? "its turn failed"
    return []
  case "error":
    // Told of every reconnection too; the end of the turn says whether it mattered.
    return note(object["message"], &progress).map { [.agentError(AgentText(text: $0))] } ?? []
  default: return []
  }
}

private func note(_ message: JSONValue?, _ progress: inout AgentProgress) -> String? {
  guard let text = message?.string.map({ PlainText.clean($0.utf8) }) else { return nil }
  progress.complaint = text
  progress.trouble = trouble(text)
  return text
}

private func started(_ item: JSONValue) -> [Event] {
  guard item["type"]?.string == "command_execution", let command = item["command"]?.string else { return [] }
  return [
    .agentTool(
      AgentText(text: PlainText.clean("$ \(command)".utf8), paths: ToolPaths.words(of: command)))
  ]
}

private func completed(_ item: JSONValue, _ progress: inout AgentProgress) -> [Event] {
  let type = item["type"]?.string
  // An answer: what it told of before is over.
  if type != "error" { progress.trouble = nil }
  switch type {
  case "agent_message":
    progress.answer = item["text"]?.string
    return item["text"]?.string.map(PlainText.messages) ?? []
  case "file_change":
    return tool(
      "edit " + (item["changes"]?.elements ?? []).compactMap { $0["path"]?.string }.joined(separator: " "))
  case "mcp_tool_call":
    return tool("\(item["server"]?.string ?? "").\(item["tool"]?.string ?? "")")
  case "web_search": return tool("search \(item["query"]?.string ?? "")")
  // An item of this kind is a remark, not the end of anything.
  case "error": return item["message"]?.string.map(PlainText.messages) ?? []
  default: return []
  }
}

private func tool(_ text: String) -> [Event] { [.agentTool(AgentText(text: PlainText.clean(text.utf8)))] }

/// `input_tokens` counts the cached ones, too.
private func usage(_ report: JSONValue) -> Usage {
  let cached = report["cached_input_tokens"]?.int ?? 0
  return Usage(
    input: max(0, (report["input_tokens"]?.int ?? 0) - cached), cached: cached,
    output: report["output_tokens"]?.int ?? 0)
}

/// Codex says why a request failed in words only.
private func trouble(_ message: String) -> AgentTrouble? {
  let text = message.lowercased()
  func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
  if says("status 401", "status 402", "status 403", "insufficient_quota", "current quota", "billing")
    || says(
      "codex login", "not logged in", "log out and sign in", "invalid_api_key", "missing environment variable"
    )
  {
    return AgentTrouble(.credentials, message)
  }
  if says("429", "rate limit", "usage limit", "too many requests") {
    return AgentTrouble(.limit, message, reset: WaitPhrase.seconds(in: text).map { .after(seconds: $0) })
  }
  if says("status 5", "high demand", "overloaded", "stream disconnected", "stream closed", "timed out")
    || says("error sending request", "connection refused", "connection reset")
  {
    return AgentTrouble(.outage, message)
  }
  return nil
}
