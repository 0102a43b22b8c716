package import Orchestration

/// How the engine came to leave a run.
package enum RunEnd: Hashable, Sendable {
  /// Nothing is in flight and nothing can start.
  case finished
  /// The tip is red, so nothing was started.
  case redBase(BaseRed)
  /// The host cannot do its part for any task; `resume` goes on.
  case paused(String)
  /// A person or a signal ended it; `resume` goes on.
  case stopped(RunStop)
}

/// What wakes the engine from outside.
package enum Wakeup: Hashable, Sendable {
  /// Time has passed: look at the inbox, the branches and the disk.
  case tick
  case stop(RunStop.Cause)
}
