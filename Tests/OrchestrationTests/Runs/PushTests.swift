import Testing

@testable import Orchestration

/// When the integration branch is pushed follows from the state alone.
@Suite struct PushTests {
  private func steps(_ state: RunState, busy: Set<Step> = [], pushes: Bool = true) -> [Step] {
    var policy = RunPolicy()
    policy.allowRed = true
    policy.pushesLandings = pushes
    policy.removesLandedWorktrees = false
    let branches = BranchObservation(tip: state.tip, base: nil, containsBase: true, freeMegabytes: 9999)
    return state.nextSteps(policy: policy, branches: branches, busy: busy)
  }

  private func report(_ name: String) -> PushReport {
    PushReport(
      commit: commit(name), remote: "origin", answer: "error: x\nTo x\n!\ta:b\tnot on a Friday\nDone")
  }

  private let landed = Moment.candidate.id

  @Test func nothingIsPushedBeforeALanding() throws {
    #expect(try steps(Story(.announced).state) == [.land(Moment.candidate)])
    #expect(try steps(Story(.skipped).state) == [])
  }

  @Test func aLandingIsPushedOnce() throws {
    var story = try Story(.landed)
    #expect(steps(story.state) == [.push(landed)])
    #expect(steps(story.state, pushes: false) == [])
    try story.tell(.pushDone(report("candidate")), about: nil)
    #expect(steps(story.state) == [])
  }

  @Test func onePushAtATimeAndThenTheNewestTip() throws {
    var story = try Story(.landed)
    #expect(steps(story.state, busy: [.push(commit("older"))]) == [])
    try story.tell(.pushDone(report("older")), about: nil)
    #expect(steps(story.state) == [.push(landed)])
  }

  @Test func whatWasRefusedIsTriedAgainAtTheEndAndThenLeft() throws {
    var story = try Story(.landed)
    try story.tell(.pushFail(report("candidate")), about: nil)
    #expect(story.state.push?.last.reason == "not on a Friday")
    #expect(steps(story.state) == [])
    try story.tell(.taskSkip(Answer(nonce: nil)), about: "2")
    #expect(steps(story.state) == [.push(landed)])
    try story.tell(.pushFail(report("candidate")), about: nil)
    #expect(story.state.push?.failures == 2)
    #expect(steps(story.state) == [])
  }

  @Test func theNextLandingTriesAgain() throws {
    var story = try Story(.landed)
    try story.tell(.pushFail(report("older")), about: nil)
    #expect(steps(story.state) == [.push(landed)])
  }
}
