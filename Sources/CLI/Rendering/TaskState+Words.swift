import Orchestration

extension RetryReason {
  /// Why a task is tried again.
  var words: String {
    switch self {
    case .failed(let outcome): outcome.reason
    case .gate(let failure): "the gate said no: \(failure.words)"
    case .noChange: "the agent changed nothing"
    case .interrupted("stopped"): "it was stopped"
    case .interrupted(let why): "it was cut short: \(why.onOneLine)"
    case .testsWritten: "its tests are written, now comes the work"
    case .requested: "you asked for it"
    }
  }
}

extension FailureReason {
  /// Why a task is given up.
  var words: String {
    switch self {
    case .attemptsUsedUp(let outcome): "no attempts left: \(outcome.reason)"
    case .gateAttemptsUsedUp(let failure): "no attempts left: the gate said no: \(failure.words)"
    case .noProgress(let outcome): "no progress, the same files failed twice: \(outcome.reason)"
    case .host(let detail): "this machine could not do its part: \(detail.onOneLine)"
    }
  }

  var log: String? {
    switch self {
    case .attemptsUsedUp(let outcome), .noProgress(let outcome): outcome.log
    case .gateAttemptsUsedUp(let failure): failure.log
    case .host: nil
    }
  }
}

extension ReviewReason {
  /// Why a person has to look.
  var words: String {
    switch self {
    case .noChange: "the agent changed nothing, twice"
    case .conflicts(let paths): "too many conflicts, now in \(paths.words)"
    case .scope(let paths): "changes what the task did not declare: \(paths.words)"
    case .protected(let paths): "changes what is protected: \(paths.words)"
    case .quarantine(let places):
      "during its work something else changed: \(QuarantineChange(places: places).words)"
    case .secrets(let paths): "holds the value of a variable that was passed on: \(paths.words)"
    case .budget(let report): "its budget is spent: \(report.words)"
    case .gate(let failure): "what you approved did not pass the gate: \(failure.words)"
    }
  }

  var log: String? { if case .gate(let failure) = self { failure.log } else { nil } }
}

extension QuarantineChange {
  /// The first three places, and how many more there are.
  var words: String {
    let named = places.prefix(3).map(\.onOneLine).joined(separator: ", ")
    return places.count > 3 ? "\(named) and \(places.count - 3) more" : named
  }
}

extension TaskState {
  /// Why the task is not on its way by itself, in words; nil where there is nothing to say.
  var reason: String? {
    switch self {
    case .conflicted(_, let paths): "conflicts in \(paths.words)"
    case .rescoping(_, let paths): "changes what it did not declare: \(paths.words)"
    case .retrying(let reason, _): reason.words
    case .blocked(let origin): "needs \(origin), which did not make it"
    case .failed(let reason): reason.words
    case .needsReview(let reason): reason.words
    case .pending, .waiting, .preparing, .running, .snapshotted, .queued, .gating, .landed, .skipped: nil
    }
  }

  /// Where the output of what failed stands.
  var log: String? {
    switch self {
    case .failed(let reason): reason.log
    case .needsReview(let reason): reason.log
    case .retrying(.failed(let outcome), _): outcome.log
    case .retrying(.gate(let failure), _): failure.log
    default: nil
    }
  }
}

extension [RepositoryPath] {
  /// The first three paths, and how many more there are.
  var words: String {
    let named = prefix(3).map(\.description.onOneLine).joined(separator: ", ")
    return count > 3 ? "\(named) and \(count - 3) more" : named
  }
}
