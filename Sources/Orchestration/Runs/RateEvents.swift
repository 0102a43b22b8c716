/// No turn of an agent works for now: no task begins an attempt with it. One event a cause, however many attempts
/// were under way and run into it.
package struct RatePause: Hashable, Sendable, Codable {
  /// The agent's name in the configuration.
  package var agent: String
  package var cause: AgentOutage.Cause
  /// What the agent said, one line.
  package var detail: String
  /// When it may be asked again; nil means when a person has seen to it.
  package var until: Timestamp?

  package init(agent: String, cause: AgentOutage.Cause, detail: String, until: Timestamp?) {
    self.agent = agent
    self.cause = cause
    self.detail = detail
    self.until = until
  }
}

/// An agent's pause has lasted long enough. `run.resume` and a person's `task.retry` end one without it.
package struct RateGo: Hashable, Sendable, Codable {
  package var agent: String
  package init(agent: String) { self.agent = agent }
}
