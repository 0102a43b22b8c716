import Testing

@testable import Orchestration

/// One event of the table: at which moments it is legal and which state it leads to.
struct Law: CustomTestStringConvertible {
  let event: Event
  let legal: [Moment]
  /// Nil where the state stays as it is.
  let result: String?
  /// Moments from which it leads elsewhere.
  let exceptions: [Moment: String]

  init(
    _ event: Event, _ legal: [Moment], to result: String? = nil, except exceptions: [Moment: String] = [:]
  ) {
    self.event = event
    self.legal = legal
    self.result = result
    self.exceptions = exceptions
  }

  var testDescription: String { event.type }
}

private let startable: [Moment] = [.pending, .waiting, .blocked, .retrying, .conflicted, .rescoping]
private let lane: [Moment] = [.queued, .gating, .green, .announced]
private let ended: [Moment] = [.failedAttempt, .passedAttempt]
private let settled: [Moment] = [.failed, .needsReview, .skipped]
private let unannounced = Moment.allCases.filter { $0 != .announced }

private let laws: [Law] = [
  Law(
    .taskWait(.slot), startable, to: "waiting",
    except: [.retrying: "retrying", .conflicted: "conflicted", .rescoping: "rescoping"]),
  Law(
    .taskWait(.agent("codex")), startable + [.preparing, .placed], to: "waiting",
    except: [.retrying: "retrying", .conflicted: "conflicted", .rescoping: "rescoping"]),
  Law(Moment.blocked.events[0], startable, to: "blocked"),
  Law(
    .taskStart(TaskStart(claims: .everything)), startable, to: "preparing",
    except: [.rescoping: "snapshotted"]),
  Law(.worktreeCreate(Moment.worktree), [.preparing, .placed]),
  Law(.attemptStart(AttemptStart(agent: "a")), [.preparing, .placed], to: "running"),
  Law(.attemptFinish(.lost), [.running]),
  Law(.snapshotCreate(snapshot(wip: true)), ended),
  Law(.snapshotCreate(snapshot()), [.passedAttempt], to: "snapshotted"),
  Law(Moment.rescope, []),
  Law(.mergeCandidate(Moment.candidate), [.snapshotted], to: "queued"),
  Law(.mergeConflict(Moment.conflict), [.snapshotted], to: "conflicted"),
  Law(.gateStart(GateStart(candidate: Moment.candidate.id)), lane, to: "gating"),
  Law(.gatePass(GatePass(candidate: Moment.candidate.id, cached: true)), lane),
  Law(.gateFail(GateFailure(candidate: Moment.candidate.id, failure: Moment.doctor)), lane),
  Law(.gateFlaky(GateFailure(candidate: Moment.candidate.id, failure: Moment.doctor)), lane),
  Law(.landIntent(Moment.candidate.id), [.green, .announced]),
  Law(.landWait(checkout: "/repo"), lane),
  Law(.landStale(Moment.candidate.id), lane, to: "snapshotted"),
  Law(.landDone(Landing(commit: Moment.candidate.id)), [.announced], to: "landed"),
  Law(.landDone(Landing(commit: commit("other"))), []),
  Law(.taskRetry(TaskRetry(reason: .failed(Moment.red))), ended + lane.dropLast(), to: "retrying"),
  Law(.taskRetry(TaskRetry(reason: .requested)), startable + settled, to: "retrying"),
  Law(
    .taskFail(.host("no room")), ended + [.preparing, .placed, .snapshotted, .conflicted] + lane.dropLast(),
    to: "failed"),
  Law(
    .taskReview(.noChange), ended + [.preparing, .placed, .snapshotted, .conflicted] + lane.dropLast(),
    to: "needs_review"),
  Law(.taskSkip(Answer(nonce: nil)), unannounced.filter { $0 != .landed }, to: "skipped"),
  Law(
    .taskApprove(TaskApprove(commit: commit("mine"), nonce: nil)), startable + settled, to: "snapshotted"),
  Law(.agentMessage(AgentText(text: "hello")), Moment.allCases),
  Law(.ratePause(RatePause(agent: "codex", cause: .limit, detail: "429", until: nil)), ended),
  Law(.rateGo(RateGo(agent: "codex")), []),
  Law(.hostWake(seconds: 5), []),
  Law(.planFinish(PlanFinish(plan: "docs/plan.md")), []),
  Law(.pushDone(PushReport(commit: commit("tip"), remote: "origin", answer: "")), []),
  Law(.runStop(RunStop(cause: .request)), []),
]

@Suite struct FoldTests {
  @Test(arguments: laws) func anEventIsLegalWhereItCanHappenAndChangesNothingElsewhere(_ law: Law) throws {
    for moment in Moment.allCases {
      var story = try Story(moment)
      let before = story.state
      if law.legal.contains(moment) {
        try story.tell(law.event)
        let expected = try law.exceptions[moment] ?? law.result ?? Story(moment).task.state.name
        #expect(try story.task.state.name == expected, "\(moment)")
      } else {
        #expect(throws: FoldError.self, "\(moment)") { try story.tell(law.event) }
        #expect(story.state == before, "\(moment)")
      }
    }
  }

  @Test func theLaneTakesOneCandidateAtATime() throws {
    var story = try Story(.gating)
    for event in Moment.snapshotted.events { try story.tell(event, about: "2") }
    let before = story.state
    #expect(throws: FoldError.self) { try story.tell(.mergeCandidate(Moment.candidate), about: "2") }
    #expect(throws: FoldError.self) { try story.tell(.mergeCandidate(Moment.candidate), about: nil) }
    #expect(throws: FoldError.self) {
      try story.tell(.baseFollow(BaseFollow(base: commit("b"), tip: commit("b"))), about: nil)
    }
    #expect(story.state == before)
  }

  @Test func sequenceTaskAndFirstEventAreChecked() throws {
    var story = try Story()
    let before = story.state
    let entry = Entry(.taskWait(.slot), task: try id("1"))
    for (sequence, entry) in [
      (3, entry), (1, entry), (2, Entry(.taskWait(.slot), task: try id("9"))), (2, Entry(.taskWait(.slot))),
    ] {
      let record = EventRecord(sequence: sequence, time: before.lastTime, run: before.id, entry: entry)
      #expect(throws: FoldError.self) { try story.state.apply(record) }
    }
    #expect(story.state == before)
    #expect(throws: FoldError.self) { try RunState(replaying: []) }
    #expect(throws: FoldError.self) {
      try RunState(EventRecord(sequence: 1, time: before.lastTime, run: before.id, entry: Entry(.runResume)))
    }
  }

  @Test func locksAreHeldUntilLandedConflictedOrGivenUp() throws {
    for moment in Moment.allCases {
      let holds = try Story(moment).task.holdsLocks
      let free: [Moment] = [
        .pending, .waiting, .blocked, .landed, .conflicted, .rescoping, .failed, .needsReview, .skipped,
      ]
      #expect(holds == !free.contains(moment), "\(moment)")
    }
  }

  @Test func theFourthConflictInARowAsksAPerson() throws {
    var story = try Story(.snapshotted)
    for count in 1...4 {
      try story.tell(.mergeConflict(Moment.conflict))
      #expect(try story.task.state.name == (count < 4 ? "conflicted" : "needs_review"))
      guard count < 4 else { break }
      for event in Moment.snapshotted.events { try story.tell(event) }
    }
    #expect(try story.task.needsRebase && !story.task.holdsLocks)
  }

  @Test func aRescopedSnapshotGoesOnWithItsLocksAndWithoutAnAttempt() throws {
    var story = try Story(.passedAttempt)
    #expect(throws: FoldError.self) { try story.tell(Moment.rescope) }
    try story.tell(.snapshotCreate(snapshot(wip: true)))
    try story.tell(Moment.rescope)
    let waiting = try story.task
    #expect(!waiting.holdsLocks && waiting.claims?.mode(of: .other) == .write)
    let lock = WaitReason.lock(resource: .other, held: .write, by: try id("2"))
    try story.tell(.taskWait(lock))
    #expect(try story.task.waitsFor == lock && story.task.state == waiting.state)
    let claims = try #require(waiting.claims)
    try story.tell(.taskStart(TaskStart(claims: claims)))
    let granted = try story.task
    #expect(granted.holdsLocks && granted.waitsFor == nil && granted.snapshot?.wip == false)
    #expect(granted.attempt == 1 && granted.landing == commit("snapshot"))
    try story.tell(.mergeCandidate(Moment.candidate))
  }

  @Test func aCleanMergeEndsARowOfConflicts() throws {
    var story = try Story(.conflicted)
    for event in Moment.queued.events { try story.tell(event) }
    #expect(try story.task.conflicts == 0)
  }

  @Test func aConflictOfAnApprovedCommitAsksNoAgent() throws {
    var story = try Story(.failed)
    try story.tell(.taskApprove(TaskApprove(commit: commit("mine"), nonce: nil)))
    try story.tell(.mergeConflict(Moment.conflict))
    #expect(try story.task.state == .needsReview(.conflicts(paths: Moment.conflict.paths)))
  }

  @Test func aRequestedRetryForgives() throws {
    var story = try Story(.failed)
    let before = try story.task
    #expect(before.failures == 0 && before.finished != nil)
    try story.tell(.taskRetry(TaskRetry(reason: .requested, fresh: true, note: "try harder")))
    let task = try story.task
    #expect(task.fresh && task.needsRebase && task.note == "try harder" && task.finished == nil)
    #expect(task.lastFailure == nil)
  }

  @Test func aStopIsNotWeakenedByADrain() throws {
    var story = try Story()
    try story.tell(.runStop(RunStop(cause: .interrupt)), about: nil)
    try story.tell(.runStop(RunStop(cause: .request, drain: true)), about: nil)
    #expect(story.state.stop?.drain == false)
    try story.tell(.runPause(.diskFull(freeMegabytes: 1)), about: nil)
    #expect(story.state.status == .stopped)
    try story.tell(.runResume, about: nil)
    #expect(story.state.status == .running && story.state.stop == nil && story.state.pause == nil)
  }

  @Test func aDrainBecomesAStop() throws {
    var story = try Story()
    try story.tell(.runStop(RunStop(cause: .request, drain: true)), about: nil)
    try story.tell(.runStop(RunStop(cause: .interrupt)), about: nil)
    #expect(story.state.stop?.drain == false)
  }

  @Test func theTipFollowsLandingsAndTheBase() throws {
    var story = try Story(.landed)
    #expect(story.state.tip == Moment.candidate.id && story.state.lane == nil)
    try story.tell(.baseFollow(BaseFollow(base: commit("base"), tip: commit("new"))), about: nil)
    #expect(story.state.tip == commit("new"))
  }

  @Test func anAttemptsEventsAreCountedByTheirOffset() throws {
    var story = try Story(.running)
    let entry = Entry(.agentUsage(Usage(output: 3)), task: try id("1"), attempt: 1, source: 40)
    try story.state.apply(
      EventRecord(
        sequence: story.state.sequence + 1, time: story.state.lastTime, run: story.state.id, entry: entry))
    #expect(try story.task.source == 40 && story.task.usage.output == 3)
    try story.tell(.attemptFinish(.lost))
    try story.tell(.taskRetry(TaskRetry(reason: .interrupted("the worker died"))))
    for event in Moment.running.events { try story.tell(event) }
    #expect(try story.task.source == 0 && story.task.attempt == 2 && story.task.usage.output == 3)
  }
}
