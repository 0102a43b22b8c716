/// How a command ended and what it said last.
package struct CommandResult: Hashable, Sendable {
  /// Every end is an ordinary value; only a command that could not be started, or followed, is an error.
  package enum End: Hashable, Sendable {
    case exited(Int)
    /// A signal that we did not send ended it.
    case signalled(Int)
    case timedOut
    case stalled
    case cancelled
  }
  package var end: End
  /// Working time.
  package var duration: Duration
  /// The last lines of standard output and, where it is not kept apart, standard error; bounded, decoded leniently.
  package var tail: String
  /// What was written to the logs, bytes.
  package var logged: Int
  /// Processes were killed meanwhile because they took more memory than their container has.
  package var ranOutOfMemory = false

  package init(end: End, duration: Duration, tail: String, logged: Int) {
    self.end = end
    self.duration = duration
    self.tail = tail
    self.logged = logged
  }
}
