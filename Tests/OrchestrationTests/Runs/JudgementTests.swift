import Testing

@testable import Orchestration

@Suite struct JudgementTests {
  private func judgement(
    _ change: (inout TaskRecord) -> Void = { _ in }, retries: Int = 2,
    _ enforcement: RunPolicy.Enforcement = .warn
  ) throws -> AttemptJudgement {
    var task = try spec("1")
    task.locks.writes = [ResourceName("api")]
    var record = try Story(.failedAttempt).task
    record.claims = nil
    change(&record)
    var policy = RunPolicy()
    policy.maxRetries = retries
    policy.enforcement = enforcement
    policy.resources = [try resource("api", "api/**")]
    policy.protect = [try glob("locked/**")]
    return AttemptJudgement(spec: task, record: record, policy: policy, now: Timestamp(milliseconds: 0))
  }

  private let failures: [AttemptOutcome] = [
    .agentFailed("exit 1"), Moment.red, .timedOut(minutes: 60), .stalled(minutes: 10),
  ]

  @Test func aSecretInTheFilesNeedsAPerson() throws {
    var taken = snapshot()
    taken.secrets = taken.paths
    let events = try judgement().events(after: .passed, snapshot: taken)
    taken.wip = true
    #expect(events.suffix(2) == [.snapshotCreate(taken), .taskReview(.secrets(paths: taken.paths))])
  }

  @Test func whatChangedElsewhereNeedsAPersonWhateverTheOutcome() throws {
    for outcome in failures + [.passed] {
      let events = try judgement { $0.quarantine = ["hooks/post-commit"] }
        .events(after: outcome, snapshot: snapshot())
      #expect(
        events == [
          .snapshotCreate(snapshot(wip: true)), .taskReview(.quarantine(places: ["hooks/post-commit"])),
        ])
    }
  }

  @Test func aFailedAttemptUsesOneUntilNoneIsLeft() throws {
    for outcome in failures {
      for used in 0...3 {
        let events = try judgement { $0.failures = used }.events(after: outcome, snapshot: snapshot())
        #expect(events.first == .snapshotCreate(snapshot(wip: true)))
        let expected: Event =
          used < 2 ? .taskRetry(TaskRetry(reason: .failed(outcome))) : .taskFail(.attemptsUsedUp(outcome))
        #expect(events.dropFirst() == [expected])
      }
    }
  }

  @Test func aTasksOwnLimitGoesFirst() throws {
    var judgement = try judgement()
    judgement.spec.maxRetries = 0
    #expect(
      judgement.events(after: Moment.red, snapshot: snapshot()).last == .taskFail(.attemptsUsedUp(Moment.red))
    )
    #expect(judgement.events(afterRedGate: Moment.doctor) == [.taskFail(.gateAttemptsUsedUp(Moment.doctor))])
  }

  @Test func theSameFilesFailingAlikeAreNoProgress() throws {
    let alike = TaskRecord.FailedFiles(tree: TreeID(trusted: "tree"), signature: Moment.red.signature)
    let judgement = try judgement { $0.lastFailure = alike }
    #expect(
      judgement.events(after: Moment.red, snapshot: snapshot()).last == .taskFail(.noProgress(Moment.red)))
    let others: [(AttemptOutcome, String)] = [(Moment.red, "other"), (.timedOut(minutes: 60), "tree")]
    for (outcome, tree) in others {
      let events = judgement.events(after: outcome, snapshot: snapshot(tree: tree))
      #expect(events.last == .taskRetry(TaskRetry(reason: .failed(outcome))))
    }
  }

  @Test func nothingChangedGetsOneMoreTurn() throws {
    let kept = Event.snapshotCreate(snapshot([], wip: true))
    #expect(
      try judgement().events(after: .passed, snapshot: snapshot([]))
        == [kept, .taskRetry(TaskRetry(reason: .noChange))])
    #expect(
      try judgement { $0.askedForWork = true }.events(after: .passed, snapshot: snapshot([]))
        == [kept, .taskReview(.noChange)])
  }

  @Test func anInterruptionUsesNoAttemptButHasALimit() throws {
    for outcome in [AttemptOutcome.lost, .infrastructure("no room")] {
      for before in 0...1 {
        let events = try judgement {
          $0.interruptions = before
          $0.failures = 9
        }.eventsAfterInterruption(outcome)
        guard case .taskRetry(let retry) = events.first, case .interrupted = retry.reason else {
          Issue.record("\(events)")
          continue
        }
        #expect(
          !retry.reason.usesAttempt && retry.after == Timestamp(milliseconds: before == 0 ? 1000 : 2000))
      }
      #expect(
        try judgement { $0.interruptions = 2 }.eventsAfterInterruption(outcome)
          == [.taskFail(.attemptsUsedUp(outcome))])
    }
    #expect(
      try judgement { $0.interruptions = 2 }.eventsAfterInterruption(.stopped)
        == [.taskRetry(TaskRetry(reason: .interrupted("stopped")))])
  }

  @Test func onlyEndsThatSayNothingOfTheWorkAreInterruptions() throws {
    for outcome in failures + [.passed] {
      #expect(!AttemptJudgement.isInterruption(outcome))
      #expect(try judgement().eventsAfterInterruption(outcome).isEmpty)
    }
    for outcome in [AttemptOutcome.stopped, .lost, .infrastructure("x")] {
      #expect(AttemptJudgement.isInterruption(outcome))
    }
  }

  @Test func aStopDoesNotCountAsAnInterruption() throws {
    var story = try Story(.running)
    try story.tell(.attemptFinish(.stopped))
    try story.tell(.taskRetry(TaskRetry(reason: .interrupted("stopped"))))
    #expect(try story.task.interruptions == 0 && story.task.failures == 0)
  }

  @Test(arguments: [
    (RunPolicy.Enforcement.off, false, false), (.warn, true, false), (.block, true, true),
  ]) func undeclaredPathsAreReportedOrStop(
    _ enforcement: RunPolicy.Enforcement, _ reported: Bool, _ stopped: Bool
  ) throws {
    let taken = snapshot(["api/a", "web/b"])
    let web = [RepositoryPath("web/b")]
    let events = try judgement(enforcement).events(after: .passed, snapshot: taken)
    var kept = taken
    kept.wip = stopped
    #expect(
      events
        == [
          reported ? .scopeViolation(ScopeViolation(undeclared: web, protected: [])) : nil,
          .snapshotCreate(kept), stopped ? .taskReview(.scope(paths: web)) : nil,
        ].compactMap(\.self))
  }

  @Test func undeclaredPathsWaitForTheirLocksWhereThePolicySaysSo() throws {
    let taken = snapshot(["api/a", "web/b"])
    let judgement = try judgement({ $0.claims = .resources([ResourceName("api"): .write]) }, .rescope)
    var kept = taken
    kept.wip = true
    let web = [RepositoryPath("web/b")]
    #expect(
      judgement.events(after: .passed, snapshot: taken) == [
        .scopeViolation(ScopeViolation(undeclared: web, protected: [])), .snapshotCreate(kept),
        .scopeRescope(
          Rescope(
            commit: taken.commit, claims: .resources([ResourceName("api"): .write, .other: .write]),
            paths: web)),
      ])
    #expect(
      judgement.events(after: .passed, snapshot: snapshot(["api/a"])) == [
        .snapshotCreate(snapshot(["api/a"]))
      ])
  }

  private func judgement(_ enforcement: RunPolicy.Enforcement) throws -> AttemptJudgement {
    try judgement({ _ in }, enforcement)
  }

  @Test func protectedPathsNeedAPersonWhateverTheEnforcement() throws {
    for enforcement in RunPolicy.Enforcement.allCases {
      let events = try judgement(enforcement).events(
        after: .passed, snapshot: snapshot(["api/a", "locked/x"]))
      #expect(events.last == .taskReview(.protected(paths: [RepositoryPath("locked/x")])))
    }
  }

  /// A crash may leave the first events of a batch only.
  @Test func noPartOfAReviewsEventsLetsTheSnapshotLand() throws {
    for (enforcement, paths) in [
      (RunPolicy.Enforcement.block, ["locked/x", "web/b"]), (.rescope, ["web/b"]),
    ] {
      let events = try judgement(enforcement).events(after: .passed, snapshot: snapshot(paths))
      #expect(events.count == 3)
      for count in 0..<events.count {
        var story = try Story(.passedAttempt)
        for event in events.prefix(count) { try story.tell(event) }
        #expect(try story.task.state == .running(attempt: 1))
      }
    }
  }

  @Test func whatAPersonApprovedIsReportedAndStopsNothing() throws {
    let judgement = try judgement({ $0.approved = true }, .block)
    let paths = ["locked/x", "web/b"].map { RepositoryPath($0) }
    let (report, review) = judgement.scope(of: paths)
    #expect(report?.protected == [RepositoryPath("locked/x")] && review == nil)
    #expect(judgement.events(afterRedGate: Moment.doctor) == [.taskReview(.gate(Moment.doctor))])
  }

  @Test func aRedGateUsesAnAttempt() throws {
    for used in 0...3 {
      let event = try judgement { $0.failures = used }.events(afterRedGate: Moment.doctor)
      let expected: Event =
        used < 2
        ? .taskRetry(TaskRetry(reason: .gate(Moment.doctor))) : .taskFail(.gateAttemptsUsedUp(Moment.doctor))
      #expect(event == [expected])
    }
    var story = try Story(.gating)
    try story.tell(.taskRetry(TaskRetry(reason: .gate(Moment.doctor))))
    #expect(try story.task.failures == 1 && story.task.needsRebase && story.task.holdsLocks)
    #expect(story.state.lane == nil)
  }
}
