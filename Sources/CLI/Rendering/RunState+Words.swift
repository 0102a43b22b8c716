import Orchestration

extension PauseReason {
  var words: String {
    switch self {
    case .diskFull(let free): "the disk is full (\(free) MB free); it goes on when there is room"
    case .infrastructure(let why): why.onOneLine
    }
  }
}

extension BaseRed {
  /// What is wrong with the commit that everything would start from.
  var words: String {
    switch cause {
    case .failure(let failure): "\(commit.short): \(failure.words)"
    case .conflict(let paths): "\(commit.short) does not merge: conflicts in \(paths.words)"
    }
  }

  var log: String? { if case .failure(let failure) = cause { failure.log } else { nil } }
}

extension RunStop.Cause {
  var words: String {
    switch self {
    case .request: "by 'git orchestrate stop'"
    case .interrupt: "by Ctrl-C"
    case .terminate: "by a signal (TERM)"
    case .budget: "by its budget"
    }
  }
}

extension RunState {
  /// Tasks that landed, or that a person decided not to need.
  var settledCount: Int { records.count { $0.state.satisfiesDependents } }

  /// The tip was not fit to start from, so nothing was started.
  var neverStarted: Bool { baseRed != nil && !tipVerified && records.allSatisfy { $0.started == nil } }
}
