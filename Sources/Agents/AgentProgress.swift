package import Orchestration

/// What an agent's output has come to so far.
package struct AgentProgress: Hashable, Sendable {
  /// The agent said that its turn is over.
  package var isDone: Bool
  /// The agent ended its turn because it has cost what it may.
  package var isOverBudget = false
  /// The agent said that its turn failed.
  package var error: String?
  /// The last trouble that it told of and may have got over.
  package var complaint: String?
  /// What keeps every turn of this agent from working; counts only when the turn failed.
  package var trouble: AgentTrouble?
  /// Its session has begun, or goes on.
  package var hasBegun = false
  /// What it said last; in a read-only turn its answer.
  package var answer: String?
  /// What had been spent in the session before this turn; moves on with each report that is a sum.
  var spent = Usage()
  /// What tokens cost, where the reports do not say.
  private var price: TokenPrice?
  /// What has been reported of this turn.
  var reported = Usage()
  /// Output tokens with which the message that is coming in began.
  var outputAtStart = 0
  /// Messages whose usage has been counted: an agent may repeat a message for each of its parts.
  var counted: Set<String> = []

  package init(isDone: Bool = false, error: String? = nil) {
    self.isDone = isDone
    self.error = error
  }

  /// The beginning of a turn.
  package init(of turn: AgentTurn) {
    self.init()
    if turn.session != nil { spent = turn.spent }
    price = turn.price
  }

  /// The event for a report that counts from the beginning of the session.
  mutating func report(sum: Usage) -> [Event] {
    let isSession = sum.input >= spent.input && sum.cached >= spent.cached && sum.output >= spent.output
    defer { spent = sum }
    return event(isSession ? sum - spent : sum)
  }

  /// The event for a report that counts from the beginning of the turn.
  mutating func report(turn: Usage) -> [Event] {
    defer { reported = turn }
    return event(turn - reported)
  }

  private func event(_ usage: Usage) -> [Event] {
    if usage == Usage() { return [] }
    var usage = usage
    usage.cost = usage.cost ?? price?.cost(of: usage)
    return [.agentUsage(usage)]
  }
}

extension Usage {
  /// Never negative: a report may be a better guess than the one before it.
  fileprivate static func - (left: Usage, right: Usage) -> Usage {
    let cost = left.cost.map { max(0, $0 - (right.cost ?? 0)) }
    return Usage(
      input: max(0, left.input - right.input), cached: max(0, left.cached - right.cached),
      output: max(0, left.output - right.output), cost: cost == 0 ? nil : cost)
  }
}
