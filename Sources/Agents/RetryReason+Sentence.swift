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
    case .testsWritten:
      "Your tests are there, and they fail as they should. Now do the work that makes them pass."
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
    case .testsFirst(.passAlready):
      "The tests passed although the work is not done: they do not test it yet. Write tests that fail without it."
    case .testsFirst(.otherPaths(let paths)):
      "This turn may change tests only, and these are none: \(paths.prefix(20).map { "`\($0)`" }.joined(separator: ", ")). "
        + "Put them back as they were; the work itself is the next turn."
    case .timedOut(let minutes):
      "Your last turn took more than \(minutes) minutes. The files are as it left them: finish the work."
    case .stalled(let minutes):
      "Your last turn said nothing for \(minutes) minutes and was ended. The files are as it left them: go on."
    case .passed, .stopped, .lost, .infrastructure, .unavailable, .overBudget:
      "Your last turn was cut short from outside. The files are as it left them: go on."
    }
  }
}

extension CheckFailure {
  fileprivate var sentence: String {
    "the \(check.rawValue) failed (\(exit.map { "exit code \($0)" } ?? detail ?? "no exit code"))"
  }
}
