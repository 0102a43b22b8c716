/// What the model does, by conversation: the first key that a request contains chooses the list, and each request
/// takes the next entry of it. A conversation whose list is used up, or that no key matches, gets "done".
struct Scenario: Sendable, Decodable {
  var conversations: [String: [Reply]]

  /// One answer. Without anything it says "done".
  struct Reply: Sendable, Decodable {
    /// A shell command to run.
    var run: String?
    /// The last message of a turn.
    var say: String?
    /// The last message, in the form that the client asked for: JSON as text.
    var answer: String?
    /// The model declines, with these words.
    var refuse: String?
    /// Fails with this status of HTTP instead.
    var status: Int?
    /// Seconds, as the header of a failure.
    var retryAfter: Int?
    /// The stream ends in the middle.
    var breaks: Bool?
    /// The stream begins and never ends.
    var hangs: Bool?
    /// How many requests get it; 1.
    var times: Int?
    /// Input tokens without the cached ones, cached ones, output tokens.
    var tokens: [Int]?
  }
}

/// What an answer cost.
struct Tokens: Sendable, Codable {
  var input = 0
  var cached = 0
  var output = 0
  var requests = 0

  /// Different for every request, so that a sum that leaves one out or has one twice is wrong.
  init(of reply: Scenario.Reply, request: Int) {
    let told = reply.tokens ?? []
    input = told.isEmpty ? 100 + request : told[0]
    cached = told.count > 1 ? told[1] : 40
    output = told.count > 2 ? told[2] : 10 + request
    requests = 1
  }

  init() {}

  static func += (sum: inout Tokens, more: Tokens) {
    sum.input += more.input
    sum.cached += more.cached
    sum.output += more.output
    sum.requests += more.requests
  }
}
