import FoundationEssentials
import Synchronization

/// Which reply comes next, what was asked, and what was counted.
final class Conversations: Sendable {
  private let scenario: Scenario
  private let directory: String
  private let state = Mutex(State())

  private struct State {
    /// Requests that each conversation has had.
    var taken: [String: Int] = [:]
    var requests = 0
    var tokens = Tokens()
  }

  init(_ scenario: Scenario, recordingIn directory: String) {
    self.scenario = scenario
    self.directory = directory
  }

  /// Every key is refused while somebody says so, and takes nothing of the scenario.
  var refusesKeys: Bool { FileManager.default.fileExists(atPath: "\(directory)/refuse") }

  /// The reply to a request, which is written down, and the request's number from 1.
  func next(for body: [UInt8]) -> (reply: Scenario.Reply, number: Int) {
    let text = String(decoding: body, as: UTF8.self)
    let key = scenario.conversations.keys.sorted().first { text.contains($0) }
    let (place, number) = state.withLock { state in
      state.requests += 1
      guard let key else { return (0, state.requests) }
      state.taken[key, default: 0] += 1
      return (state.taken[key, default: 1], state.requests)
    }
    let name = String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
    write(body, to: "request-\(name).json")
    return (key.flatMap { reply(at: place, of: $0) } ?? Scenario.Reply(), number)
  }

  /// - Parameter place: from 1.
  private func reply(at place: Int, of key: String) -> Scenario.Reply? {
    var rest = place
    for reply in scenario.conversations[key] ?? [] {
      rest -= reply.times ?? 1
      if rest <= 0 { return reply }
    }
    return nil
  }

  func count(_ tokens: Tokens) {
    let sum = state.withLock { state in
      state.tokens += tokens
      return state.tokens
    }
    if let text = try? JSONEncoder().encode(sum) { write(Array(text), to: "usage.json") }
  }

  private func write(_ bytes: [UInt8], to name: String) {
    try? Data(bytes).write(to: URL(filePath: "\(directory)/\(name)"), options: .atomic)
  }
}
