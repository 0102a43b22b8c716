import Dispatch

/// The clocks of this process, and a sleep that cancellation does not shorten.
package struct WorkingTime: Sendable {
  private let working = SuspendingClock.now
  private let real = ContinuousClock.now

  package init() {}

  /// How long ago this value was made, without the time that the machine slept.
  package var elapsed: Duration { working.duration(to: .now) }

  /// How long the machine has slept since this value was made.
  package var asleep: Duration { max(.zero, real.duration(to: .now) - elapsed) }

  var moment: Watchdog.Moment {
    Watchdog.Moment(working: elapsed, real: real.duration(to: .now))
  }

  /// Teardown has to take its time in a cancelled task too.
  package static func pause(_ duration: Duration) async {
    let (seconds, attoseconds) = duration.components
    let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
        continuation.resume()
      }
    }
  }
}
