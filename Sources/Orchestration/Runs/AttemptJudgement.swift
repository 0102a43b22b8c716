/// What follows from an attempt's end: pure, so that every rule of the retry policy is one table of tests.
package struct AttemptJudgement {
  package var spec: TaskSpec
  package var record: TaskRecord
  package var policy: RunPolicy
  package var now: Timestamp
  /// The last pause of the attempt's agent, also when it is over.
  package var pause: AgentPause?

  package init(spec: TaskSpec, record: TaskRecord, policy: RunPolicy, now: Timestamp) {
    self.spec = spec
    self.record = record
    self.policy = policy
    self.now = now
  }

  /// Ends that say nothing about the work: there is nothing to commit, the attempt is repeated.
  package static func isInterruption(_ outcome: AttemptOutcome) -> Bool {
    switch outcome {
    case .stopped, .lost, .infrastructure, .unavailable: true
    case .passed, .agentFailed, .checkFailed, .testsFirst, .timedOut, .stalled, .overBudget: false
    }
  }

  /// The events after an attempt that was cut short.
  package func eventsAfterInterruption(_ outcome: AttemptOutcome) -> [Event] {
    switch outcome {
    case .stopped: return [.taskRetry(TaskRetry(reason: .interrupted("stopped")))]
    case .lost: return repeatOrGiveUp(outcome, "the worker died")
    case .infrastructure(let detail): return repeatOrGiveUp(outcome, detail)
    case .unavailable(let outage):
      let retry = Event.taskRetry(TaskRetry(reason: .interrupted(outage.detail)))
      return [news(of: outage).map(Event.ratePause), retry].compactMap(\.self)
    case .passed, .agentFailed, .checkFailed, .testsFirst, .timedOut, .stalled, .overBudget:
      return []
    }
  }

  private func repeatOrGiveUp(_ outcome: AttemptOutcome, _ why: String) -> [Event] {
    if record.interruptions + 1 >= RunPolicy.interruptionLimit {
      return [.taskFail(.attemptsUsedUp(outcome))]
    }
    let pause = Double(1 << record.interruptions)
    return [.taskRetry(TaskRetry(reason: .interrupted(why), after: now.advanced(bySeconds: pause)))]
  }

  /// What an agent's outage means for all tasks; nil where its pause said so already.
  private func news(of outage: AgentOutage) -> RatePause? {
    guard let agent = record.agent, pause?.covers(outage.cause, of: record) != true else { return nil }
    return RatePause(agent: agent, cause: outage.cause, detail: outage.detail, until: end(of: outage))
  }

  /// When the agent may be asked again; nil means when a person has seen to it. Where nobody said when: half a
  /// minute, doubled each time up to a quarter of an hour, and up to a fourth more, so that several runs do not
  /// come back at once.
  private func end(of outage: AgentOutage) -> Timestamp? {
    if outage.cause == .credentials { return nil }
    let doubled = min(900, 30 * Double(1 << min(record.outages, 10)))
    let jitter = 1 + Double(abs(now.milliseconds % 1000)) / 4000
    return max(outage.until ?? now.advanced(bySeconds: doubled * jitter), now.advanced(bySeconds: 1))
  }

  /// The events after an attempt whose files have been committed as `snapshot`.
  package func events(after outcome: AttemptOutcome, snapshot: Snapshot) -> [Event] {
    var snapshot = snapshot
    if !record.quarantine.isEmpty {
      snapshot.wip = true
      return [.snapshotCreate(snapshot), .taskReview(.quarantine(places: record.quarantine))]
    }
    guard outcome == .passed else {
      snapshot.wip = true
      return [.snapshotCreate(snapshot)] + afterFailure(outcome, tree: snapshot.tree)
    }
    guard !snapshot.paths.isEmpty else {
      snapshot.wip = true
      return [.snapshotCreate(snapshot)] + afterNoChange
    }
    if spec.writesTestsFirst(record) { return judged(tests: snapshot) }
    return (spec.tddMode == .strict ? [.tddGreen] : []) + scoped(snapshot)
  }

  /// The report stands first, and what may not land as it is is kept as WIP until the last event says what
  /// becomes of it: whatever part of the events a crash leaves, none of it lets the snapshot land.
  private func scoped(_ snapshot: Snapshot) -> [Event] {
    var snapshot = snapshot
    let (report, outside) = scope(of: snapshot.paths)
    let review = snapshot.secrets.map(ReviewReason.secrets) ?? outside
    let consequence =
      review.map(Event.taskReview) ?? rescope(snapshot.commit, report).map(Event.scopeRescope)
    snapshot.wip = consequence != nil
    return [report.map(Event.scopeViolation), .snapshotCreate(snapshot), consequence].compactMap(\.self)
  }

  /// The wider set of locks that a snapshot has to wait for, where the policy says so.
  private func rescope(_ commit: CommitID, _ report: ScopeViolation?) -> Rescope? {
    guard policy.enforcement == .rescope, let paths = report?.undeclared, !paths.isEmpty else { return nil }
    return Rescope(
      commit: commit, claims: claims.adding(writesTo: paths, resources: policy.resources), paths: paths)
  }

  private var claims: Claims { record.claims ?? Claims(of: spec, resources: policy.resources) }

  func afterFailure(_ outcome: AttemptOutcome, tree: TreeID) -> [Event] {
    if case .overBudget(let report) = outcome { return [.taskReview(.budget(report))] }
    let files = TaskRecord.FailedFiles(tree: tree, signature: outcome.signature)
    if record.lastFailure == files { return [.taskFail(.noProgress(outcome))] }
    if record.failures >= spec.maxRetries ?? policy.maxRetries {
      return [.taskFail(.attemptsUsedUp(outcome))]
    }
    return [.taskRetry(TaskRetry(reason: .failed(outcome)))]
  }

  private var afterNoChange: [Event] {
    record.askedForWork ? [.taskReview(.noChange)] : [.taskRetry(TaskRetry(reason: .noChange))]
  }

  /// The changed paths that lie outside what the task declared or inside what is protected, and what a person
  /// has to decide about them. For a snapshot that a person approved they are reported and stop nothing.
  package func scope(of paths: [RepositoryPath]) -> (report: ScopeViolation?, review: ReviewReason?) {
    let protected = paths.filter { path in policy.protect.contains { $0.matches(path) } }
    let undeclared =
      policy.enforcement == .off ? [] : claims.undeclared(among: paths, resources: policy.resources)
    if protected.isEmpty, undeclared.isEmpty { return (nil, nil) }
    let report = ScopeViolation(undeclared: undeclared, protected: protected)
    if record.approved { return (report, nil) }
    if !protected.isEmpty { return (report, .protected(paths: protected)) }
    return (report, policy.enforcement == .block ? .scope(paths: undeclared) : nil)
  }

  /// The events after a red gate; the gate's own events come first.
  package func events(afterRedGate failure: CheckFailure) -> [Event] {
    if record.approved { return [.taskReview(.gate(failure))] }
    if record.failures >= spec.maxRetries ?? policy.maxRetries {
      return [.taskFail(.gateAttemptsUsedUp(failure))]
    }
    return [.taskRetry(TaskRetry(reason: .gate(failure)))]
  }
}
