/// OpenAI's Responses.
struct Responses: Dialect {
  func events(for reply: Scenario.Reply, _ number: Int, _ tokens: Tokens) -> [String] {
    let usage = """
      "input_tokens":\(tokens.input + tokens.cached),"input_tokens_details":{"cached_tokens":\(tokens.cached)},\
      "output_tokens":\(tokens.output),"output_tokens_details":{"reasoning_tokens":0},\
      "total_tokens":\(tokens.input + tokens.cached + tokens.output)
      """
    return [
      event("response.created", #""response":{"id":"resp_\#(number)"}"#),
      event("response.output_item.done", #""item":{\#(item(reply, number))}"#),
      event("response.completed", #""response":{"id":"resp_\#(number)","usage":{\#(usage)}}"#),
    ]
  }

  private func item(_ reply: Scenario.Reply, _ number: Int) -> String {
    if let command = reply.run {
      let arguments = json(#"{"cmd":\#(json(command))}"#)
      return """
        "type":"function_call","call_id":"call_\(number)","name":"exec_command","arguments":\(arguments)
        """
    }
    let content =
      reply.refuse.map { #"{"type":"refusal","refusal":\#(json($0))}"# }
      ?? #"{"type":"output_text","text":\#(json(reply.answer ?? reply.say ?? "done"))}"#
    return #""type":"message","role":"assistant","id":"msg_\#(number)","content":[\#(content)]"#
  }

  func failure(_ status: Int) -> String {
    let codes = [401: "invalid_api_key", 429: "rate_limit_exceeded"]
    let code = codes[status] ?? "server_error"
    return #"{"error":{"message":"scripted \#(code)","type":"\#(code)","code":"\#(code)"}}"#
  }
}
