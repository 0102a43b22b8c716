import FoundationEssentials

/// How one provider streams an answer.
protocol Dialect {
  /// Server-sent events, in order; the first is the answer's beginning.
  func events(for reply: Scenario.Reply, _ number: Int, _ tokens: Tokens) -> [String]
  /// The body of a failed request.
  func failure(_ status: Int) -> String
}

/// A value as JSON.
func json(_ text: String) -> String {
  let array = (try? JSONEncoder().encode([text])).map { String(decoding: $0, as: UTF8.self) } ?? #"[""]"#
  return String(array.dropFirst().dropLast())
}

/// One server-sent event.
func event(_ type: String, _ members: String) -> String {
  "event: \(type)\ndata: {\"type\":\"\(type)\"\(members.isEmpty ? "" : ",")\(members)}\n\n"
}
