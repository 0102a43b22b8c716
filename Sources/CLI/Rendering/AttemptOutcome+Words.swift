import Agents
import Orchestration

extension CheckFailure {
  /// `doctor fails: exit 1`
  var words: String { "\(check.rawValue) fails: \(ending)" }

  /// `exit 1`, or what happened where there is no exit code.
  var ending: String { exit.map { "exit \($0)" } ?? (detail ?? "it did not end by itself").onOneLine }
}

extension AttemptOutcome {
  /// How an attempt ended; completes the sentence that begins with "attempt 2".
  var words: String {
    switch self {
    case .passed: "passes every check"
    case .agentFailed(let detail): "fails: the agent gave up (\(detail.onOneLine))"
    case .checkFailed(let failure): "fails: \(failure.words)"
    case .testsFirst(let failure): "fails: \(failure.words)"
    case .timedOut(let minutes): "fails: not done after \(minutes) min"
    case .stalled(let minutes): "fails: no sign of life for \(minutes) min"
    case .overBudget(let report): "is ended: its task has spent \(report.words)"
    case .stopped: "is stopped"
    case .lost: "is lost: its worker died"
    case .infrastructure(let detail): "cannot go on: \(detail.onOneLine)"
    case .unavailable(let outage): "is of no use: \(outage.words)"
    }
  }

  /// The same as a reason, without an attempt before it.
  var reason: String {
    switch self {
    case .passed: "nothing"
    case .agentFailed(let detail): "the agent gave up (\(detail.onOneLine))"
    case .checkFailed(let failure): failure.words
    case .testsFirst(let failure): failure.words
    case .timedOut(let minutes): "not done after \(minutes) min"
    case .stalled(let minutes): "no sign of life for \(minutes) min"
    case .overBudget(let report): "spent \(report.words)"
    case .stopped: "stopped"
    case .lost: "the worker died"
    case .infrastructure(let detail): detail.onOneLine
    case .unavailable(let outage): outage.words
    }
  }

  /// Where the output of what failed stands.
  var log: String? {
    switch self {
    case .checkFailed(let failure): failure.log
    case .testsFirst(.passAlready(let log)): log
    default: nil
    }
  }
}

extension TestsFirstFailure {
  /// Why the turn that was to write tests only did not do so.
  var words: String {
    switch self {
    case .passAlready: "the tests pass before the work is done"
    case .otherPaths(let paths): "changes more than tests: \(paths.words)"
    }
  }
}

extension AgentOutage {
  /// Why no turn of the agent works.
  var words: String {
    switch cause {
    case .limit: "the agent's limit is reached (\(detail.onOneLine))"
    case .outage: "the agent's provider fails (\(detail.onOneLine))"
    case .credentials: "the agent cannot log in or has no credit (\(detail.onOneLine))"
    }
  }
}

extension RatePause {
  /// `agent codex is paused until 12:04:05: the agent's limit is reached (429 Too Many Requests)`
  func words(_ time: LocalTime) -> String {
    let end = until.map(time.clock) ?? "a retry or resume"
    let why = AgentOutage(cause: cause, detail: detail).words
    return "agent \(agent.onOneLine) is paused until \(end): \(why)"
  }
}

extension String {
  /// The text as one line that is fit for a terminal; it may have come from an agent.
  var onOneLine: String {
    // Line ends become spaces first, for they are control characters too.
    PlainText.clean(utf8.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 })
  }
}
