import Testing

@testable import Orchestration

@Suite struct StepTests {
  private func steps(
    _ state: RunState, base: String? = nil, contains: Bool = true, busy: Set<Step> = [], rests: Bool = false,
    _ change: (inout RunPolicy) -> Void = { _ in }
  ) -> [Step] {
    var policy = RunPolicy()
    policy.allowRed = true
    change(&policy)
    let branches = BranchObservation(
      tip: commit("tip"), base: base.map(commit), containsBase: contains, freeMegabytes: 9999)
    return state.nextSteps(policy: policy, branches: branches, busy: busy, laneRests: rests)
  }

  private func expected(_ moment: Moment, _ task: TaskID) -> [Step] {
    switch moment {
    case .preparing, .placed: [.prepare(task)]
    case .running: [.attempt(task, 1)]
    case .failedAttempt, .passedAttempt: [.snapshot(task)]
    case .snapshotted: [.merge(task)]
    case .queued, .gating: [.gate(Moment.candidate)]
    case .green, .announced: [.land(Moment.candidate)]
    case .landed: [.removeWorktree(task)]
    case .pending, .waiting, .conflicted, .rescoping, .retrying, .blocked, .failed, .needsReview, .skipped: []
    }
  }

  @Test(arguments: Moment.allCases) func everyMomentHasItsStep(_ moment: Moment) throws {
    #expect(steps(try Story(moment).state) == expected(moment, try id("1")))
  }

  @Test(arguments: Moment.allCases) func whatIsUnderWayIsNotDoneTwice(_ moment: Moment) throws {
    let state = try Story(moment).state
    #expect(steps(state, busy: Set(expected(moment, try id("1")))) == [])
  }

  @Test func aTasksWorktreeServesOneStepAtATime() throws {
    var story = try Story(.running)
    try story.tell(.taskSkip(Answer(nonce: nil)))
    let task = try id("1")
    #expect(steps(story.state) == [.removeWorktree(task)])
    #expect(steps(story.state, busy: [.attempt(task, 1)]) == [])
    try story.tell(.taskRetry(TaskRetry(reason: .requested)))
    try story.tell(.taskStart(TaskStart(claims: .everything)))
    #expect(steps(story.state, busy: [.removeWorktree(task)]) == [])
  }

  @Test func aLandedWorktreeMayStay() throws {
    #expect(steps(try Story(.landed).state) { $0.removesLandedWorktrees = false } == [])
  }

  @Test func theLaneRestsUntilTheCheckoutIsClean() throws {
    #expect(steps(try Story(.announced).state, rests: true) == [])
  }

  @Test func theOldestSnapshotMergesFirst() throws {
    var story = try Story()
    for task in ["2", "1"] { for event in Moment.snapshotted.events { try story.tell(event, about: task) } }
    #expect(steps(story.state) == [.merge(try id("2"))])
  }

  @Test func thePeoplesBranchGoesBeforeSnapshots() throws {
    var story = try Story(.snapshotted)
    #expect(steps(story.state, base: "base", contains: false) == [.mergeBase(commit("base"))])
    #expect(steps(story.state, base: "base", contains: true) == [.merge(try id("1"))])
    let red = BaseRed(commit: commit("base"), cause: .conflict(paths: []))
    try story.tell(.baseRed(red), about: nil)
    #expect(steps(story.state, base: "base", contains: false) == [.merge(try id("1"))])
    #expect(steps(story.state, base: "newer", contains: false) == [.mergeBase(commit("newer"))])
  }

  @Test func theTipIsVerifiedBeforeAnythingLands() throws {
    var story = try Story(.snapshotted)
    func next(_ story: Story) -> [Step] { steps(story.state) { $0.allowRed = false } }
    #expect(next(story) == [.verifyTip(commit("tip"))])
    var red = story
    try red.tell(.baseRed(BaseRed(commit: commit("tip"), cause: .failure(Moment.doctor))), about: nil)
    #expect(next(red) == [])
    try red.tell(.runResume, about: nil)
    #expect(next(red) == [.verifyTip(commit("tip"))])
    try story.tell(.gatePass(GatePass(candidate: commit("tip"), cached: false)), about: nil)
    #expect(next(story) == [.merge(try id("1"))])
  }

  @Test func aFastForwardBeforeTheStartNeedsNoGate() throws {
    let ahead = Candidate(id: commit("base"), base: commit("tip"), content: .baseBranch(commit("base")))
    let merged = Candidate(id: commit("merged"), base: commit("tip"), content: .baseBranch(commit("base")))
    for (candidate, step) in [(ahead, Step.land(ahead)), (merged, .gate(merged))] {
      var story = try Story()
      try story.tell(.mergeCandidate(candidate), about: nil)
      #expect(steps(story.state) == [step])
      var verified = try Story()
      try verified.tell(.gatePass(GatePass(candidate: commit("tip"), cached: false)), about: nil)
      try verified.tell(.mergeCandidate(candidate), about: nil)
      #expect(steps(verified.state) == [.gate(candidate)])
    }
  }

  @Test func aRunIsExhaustedWhenNothingMovesByItself() throws {
    let over: [Moment] = [.landed, .failed, .needsReview, .skipped]
    for moment in Moment.allCases {
      var story = try Story(moment)
      try story.tell(.taskSkip(Answer(nonce: nil)), about: "2")
      #expect(story.state.isExhausted == over.contains(moment), "\(moment)")
    }
  }

  @Test func aBlockedTaskStaysBlockedWhileItsBlockerIsGivenUp() throws {
    var story = try Story(.blocked)
    try story.tell(.taskStart(TaskStart(claims: .everything)), about: "2")
    #expect(!story.state.isExhausted)
    try story.tell(.taskFail(.host("no room")), about: "2")
    #expect(story.state.isExhausted)
  }
}
