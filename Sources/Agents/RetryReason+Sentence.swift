import Orchestration

extension RetryReason {
  /// Why an agent is asked again, in words that tell it what to do.
  var sentence: String {
    switch self {
    case .failed(let outcome): outcome.sentence
    case .gate(let failure):
      "Your change passed alone, but together with what has landed meanwhile \(failure.sentence). Make it pass."
    case .noChange:
      "Your last turn changed no file. Do the work, or write why there is nothing to do and leave the files alone."
    case .interrupted: "Your last turn was cut short from outside. The files are as it left them: go on."
    case .requested: "A person asked for another turn. The files are as your last turn left them."
    }
  }
}

extension AttemptOutcome {
  fileprivate var sentence: String {
    switch self {
    case .checkFailed(let failure): "After your last turn \(failure.sentence). Make it pass."
    case .agentFailed(let detail): "Your last turn failed: \(detail). The files are as it left them: go on."
    case .timedOut(let minutes):
      "Your last turn took more than \(minutes) minutes. The files are as it left them: finish the work."
    case .stalled(let minutes):
      "Your last turn said nothing for \(minutes) minutes and was ended. The files are as it left them: go on."
    case .passed, .stopped, .lost, .infrastructure, .unavailable:
      "Your last turn was cut short from outside. The files are as it left them: go on."
    }
  }
}

extension CheckFailure {
  fileprivate var sentence: String {
    "the \(check.rawValue) failed (\(exit.map { "exit code \($0)" } ?? detail ?? "no exit code"))"
  }
}
