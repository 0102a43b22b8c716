/// Decides when a command has used up its time: pure, so that sleep and silence can be tried in a table.
struct Watchdog: Hashable, Sendable {
  /// Two clocks at one moment: one that stands still while the machine sleeps, and one that does not.
  struct Moment: Hashable, Sendable {
    var working: Duration
    var real: Duration

    /// How long the machine has been asleep since some fixed instant.
    var asleep: Duration { real - working }
  }

  enum Verdict: Hashable, Sendable {
    case wait(Duration)
    case timedOut
    case stalled
  }

  private let timeout: Duration?
  private let stall: Duration?
  private let started: Moment
  private var lastSign: Moment

  init(_ limits: CommandLimits, at moment: Moment) {
    timeout = limits.timeout
    stall = limits.stall
    started = moment
    lastSign = moment
  }

  mutating func sawOutput(at moment: Moment) { lastSign = moment }

  mutating func verdict(at moment: Moment) -> Verdict {
    var wait = Duration.seconds(3600)
    if let timeout {
      let left = timeout - (moment.working - started.working)
      guard left > .zero else { return .timedOut }
      wait = min(wait, left)
    }
    if let stall {
      if moment.asleep - lastSign.asleep > .seconds(1) { lastSign = moment }
      let left = stall - (moment.working - lastSign.working)
      guard left > .zero else { return .stalled }
      wait = min(wait, left)
    }
    return .wait(wait)
  }
}
