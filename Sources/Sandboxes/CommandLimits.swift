/// What a command may use up. Durations are working time: they stand still while the machine sleeps.
package struct CommandLimits: Hashable, Sendable {
  package var timeout: Duration?
  /// The longest silence; begins anew when the machine wakes up, because connections die in their sleep.
  package var stall: Duration?
  /// What stands between SIGTERM and SIGKILL.
  package var grace: Duration
  /// What is kept of the output in each log, bytes.
  package var logBytes: Int

  package init(
    timeout: Duration? = nil, stall: Duration? = nil, grace: Duration = .seconds(5), logBytes: Int = 64 << 20
  ) {
    self.timeout = timeout
    self.stall = stall
    self.grace = grace
    self.logBytes = logBytes
  }
}
