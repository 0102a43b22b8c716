/// Anthropic's Messages.
struct Messages: Dialect {
  func events(for reply: Scenario.Reply, _ number: Int, _ tokens: Tokens) -> [String] {
    let usage = """
      "input_tokens":\(tokens.input),"cache_read_input_tokens":\(tokens.cached),"cache_creation_input_tokens":0
      """
    let block = block(reply, number)
    return [
      event(
        "message_start",
        """
        "message":{"id":"msg_\(number)","type":"message","role":"assistant","model":"claude-scripted",\
        "content":[],"stop_reason":null,"stop_sequence":null,"usage":{\(usage),"output_tokens":1}}
        """),
      event("content_block_start", #""index":0,"content_block":{\#(block.start)}"#),
      event("content_block_delta", #""index":0,"delta":{\#(block.delta)}"#),
      event("content_block_stop", #""index":0"#),
      event(
        "message_delta",
        """
        "delta":{"stop_reason":"\(block.stop)","stop_sequence":null},"usage":{"output_tokens":\(tokens.output)}
        """),
      event("message_stop", ""),
    ]
  }

  private func block(_ reply: Scenario.Reply, _ number: Int) -> (start: String, delta: String, stop: String) {
    if let command = reply.run {
      return tool("Bash", number, #"{"command":\#(json(command)),"description":"scripted"}"#)
    }
    if let answer = reply.answer { return tool("StructuredOutput", number, answer) }
    let text = json(reply.refuse ?? reply.say ?? "done")
    let stop = reply.refuse == nil ? "end_turn" : "refusal"
    return (#""type":"text","text":"""#, #""type":"text_delta","text":\#(text)"#, stop)
  }

  private func tool(_ name: String, _ number: Int, _ input: String) -> (String, String, String) {
    (
      #""type":"tool_use","id":"toolu_\#(number)","name":"\#(name)","input":{}"#,
      #""type":"input_json_delta","partial_json":\#(json(input))"#, "tool_use"
    )
  }

  func failure(_ status: Int) -> String {
    let types = [401: "authentication_error", 429: "rate_limit_error", 529: "overloaded_error"]
    let type = types[status] ?? "api_error"
    return #"{"type":"error","error":{"type":"\#(type)","message":"scripted \#(type)"}}"#
  }
}
