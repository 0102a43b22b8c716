package import Orchestration

/// Why no turn of an agent works at the moment, whatever the task is.
package struct AgentTrouble: Hashable, Sendable {
  package var cause: AgentOutage.Cause
  package var detail: String
  package var reset: Reset?

  /// When it is over, by what the agent said.
  package enum Reset: Hashable, Sendable {
    case after(seconds: Double)
    case at(Timestamp)
  }

  package init(_ cause: AgentOutage.Cause, _ detail: String, reset: Reset? = nil) {
    self.cause = cause
    self.detail = detail
    self.reset = reset
  }

  /// The same as a value of the journal.
  package func outage(now: Timestamp) -> AgentOutage {
    let until: Timestamp? =
      switch reset {
      case .at(let instant): instant
      case .after(let seconds): now.advanced(bySeconds: seconds)
      case nil: nil
      }
    return AgentOutage(cause: cause, detail: detail, until: until)
  }

  /// By the status of HTTP; nil where the request itself was wrong.
  init?(status: Int, _ detail: String, reset: Reset? = nil) {
    switch status {
    case 401, 402, 403: self.init(.credentials, detail)
    case 429: self.init(.limit, detail, reset: reset)
    case 500...599: self.init(.outage, detail)
    default: return nil
    }
  }
}
