/// What came of pushing the integration branch.
package struct PushReport: Hashable, Sendable, Codable {
  package var commit: CommitID
  package var remote: String
  /// What git and the remote said, or why they said nothing.
  package var answer: String

  package init(commit: CommitID, remote: String, answer: String) {
    self.commit = commit
    self.remote = remote
    self.answer = answer
  }

  /// What the answer says of the branch, else what went wrong, else its last line.
  package var reason: String {
    let lines = answer.split(whereSeparator: \.isNewline)
    if let refusal = lines.first(where: { $0.hasPrefix("!") }) {
      return String(refusal.split(separator: "\t").last ?? refusal)
    }
    let error = lines.first { line in ["error:", "fatal:"].contains { line.hasPrefix($0) } }
    return String(error ?? lines.last ?? "")
  }
}

/// How far the integration branch has come outside.
package struct PushState: Hashable, Sendable {
  package var last: PushReport
  /// Times in a row that this very commit was not taken; 0 when it was.
  package var failures: Int
}

extension RunState {
  mutating func foldPush(_ event: Event) {
    switch event {
    case .pushDone(let report): push = PushState(last: report, failures: 0)
    case .pushFail(let report):
      let earlier = push?.last.commit == report.commit ? push?.failures ?? 0 : 0
      push = PushState(last: report, failures: earlier + 1)
    default: break
    }
  }

  /// After a landing the tip goes out, the newest only. What was not taken is tried again with the next landing, and
  /// once more when nothing else is left to do.
  func pushStep(policy: RunPolicy, busy: Set<Step>) -> Step? {
    guard policy.pushesLandings, !busy.contains(where: \.isPush), records.contains(where: \.hasLanded) else {
      return nil
    }
    guard let push, push.last.commit == tip else { return .push(tip) }
    return push.failures == 1 && isExhausted ? .push(tip) : nil
  }
}

extension TaskRecord {
  fileprivate var hasLanded: Bool { if case .landed = state { true } else { false } }
}
