import Testing

@testable import Orchestration

@Suite struct AccessTests {
  private let policy: RunPolicy

  init() throws {
    var policy = RunPolicy()
    policy.resources = [try resource("api", "api/**"), try resource("web", "web/**")]
    policy.protect = [try glob(".github/**")]
    self.policy = policy
  }

  /// Task 1 runs and writes `api`.
  private func story() throws -> Story {
    var story = try Story()
    try story.tell(.taskStart(TaskStart(claims: claims(reads: ["web"], writes: ["api"]))))
    try story.tell(.worktreeCreate(Moment.worktree))
    try story.tell(.attemptStart(AttemptStart(agent: "command")))
    return story
  }

  private func request(_ globs: [String], nonce: String = "n", wait: Int? = nil) throws -> AccessRequest {
    AccessRequest(nonce: Nonce(nonce), writes: try globs.map(glob), reason: "it calls me", wait: wait)
  }

  private func answer(
    _ request: AccessRequest, in story: Story, verdict: (LockRequest) -> LockVerdict = { _ in .free }
  ) throws -> [Event] {
    story.state.events(
      for: request, of: try id("1"), policy: policy, now: story.state.lastTime, verdict: verdict)
  }

  private func denial(_ cause: AccessDenial.Cause) -> Event {
    .accessDeny(AccessDenial(nonce: Nonce("n"), cause: cause))
  }

  @Test func whatIsFreeIsAddedToWhatTheTaskHas() throws {
    var story = try story()
    let request = try request(["web/x", "tools/*"])
    let events = try answer(request, in: story)
    let wide = claims(writes: ["api", "other", "web"])
    #expect(events == [.accessRequest(request), .accessGrant(AccessGrant(nonce: Nonce("n"), claims: wide))])
    for event in events { try story.tell(event) }
    let task = try story.task
    #expect(task.claims == wide && task.state == .running(attempt: 1) && task.holdsLocks)
    #expect(task.answers == [Nonce("n"): .granted(wide)])
  }

  @Test func onlyWhatTheTaskDoesNotHaveIsAskedFor() throws {
    let cases: [([String], [String])] = [
      (["api/x"], []), (["web/x"], ["web"]), (["*/x"], ["other", "web"]), (["api/x", "etc"], ["other"]),
    ]
    for (globs, added) in cases {
      var asked: Claims?
      _ = try answer(try request(globs), in: try story()) {
        asked = $0.claims
        return .free
      }
      #expect(asked == claims(writes: added), "\(globs)")
    }
  }

  @Test func whatIsHeldOrPromisedIsDeniedAndNothingChanges() throws {
    for reason in [
      WaitReason.lock(resource: ResourceName("web"), held: .read, by: try id("2")),
      .reservation(for: try id("2")),
    ] {
      var story = try story()
      let before = try story.task
      for event in try answer(try request(["web/x"]), in: story, verdict: { _ in .wait(reason) }) {
        try story.tell(event)
      }
      let task = try story.task
      #expect(task.answers == [Nonce("n"): .denied(.busy(reason))])
      #expect(task.claims == before.claims && task.state == before.state && task.holdsLocks)
    }
  }

  @Test func whatOnlyAPersonDecidesIsDenied() throws {
    #expect(try answer(try request([".github/ci.yml"]), in: try story()).last == denial(.protected))
    #expect(try answer(try request([".github/ci.yml", "web/x"]), in: try story()).last != denial(.protected))
  }

  @Test func anAnswerIsGivenOnceAndSurvivesACrashBeforeIt() throws {
    var story = try story()
    let events = try answer(try request(["web/x"]), in: story)
    try story.tell(events[0])
    #expect(try answer(try request(["web/x"]), in: story) == [events[1]])
    try story.tell(events[1])
    #expect(try answer(try request(["web/x"]), in: story).isEmpty)
  }

  @Test func aTaskThatClaimsEverythingHasItAlready() throws {
    let events = try answer(try request(["web/x"]), in: try Story(.running))
    #expect(events.last == .accessGrant(AccessGrant(nonce: Nonce("n"), claims: .everything)))
  }

  @Test func theAnswerSaysWhoseLockItIs() throws {
    let holder = try id("2")
    let answers: [(AccessAnswer, String)] = [
      (.granted(claims(writes: ["api", "web"])), "granted: this task now writes api, web"),
      (
        .denied(.busy(.lock(resource: ResourceName("web"), held: .read, by: holder))),
        "denied: read lock \"web\" is held by 2; go on without it, or --wait SECONDS for it"
      ),
      (
        .denied(.busy(.lock(resource: nil, held: .write, by: holder))),
        "denied: a lock on everything is held by 2; go on without it, or --wait SECONDS for it"
      ),
      (
        .denied(.busy(.reservation(for: holder))),
        "denied: 2 waits for it and goes first; go on without it, or --wait SECONDS for it"
      ),
      (
        .denied(.circle(.lock(resource: ResourceName("web"), held: .write, by: holder))),
        "denied: write lock \"web\" is held by 2, which waits for what this task holds; go on without it"
      ),
      (
        .waiting(.lock(resource: ResourceName("web"), held: .write, by: holder)),
        "waits: write lock \"web\" is held by 2"
      ),
      (.waiting(.access(for: holder)), "waits: the agent of 2 waits for it and goes first"),
    ]
    for (answer, text) in answers { #expect(answer.description == text) }
  }

  private func lock(_ holder: String) throws -> WaitReason {
    .lock(resource: ResourceName("web"), held: .write, by: try id(holder))
  }

  @Test func whoWaitsIsKeptUntilTheLockIsFree() throws {
    var story = try story()
    let request = try request(["web/x"], wait: 60)
    let held = try lock("2")
    let wait = Event.accessWait(AccessWait(nonce: Nonce("n"), reason: held))
    #expect(try answer(request, in: story, verdict: { _ in .wait(held) }) == [.accessRequest(request), wait])
    try story.tell(.accessRequest(request))
    try story.tell(wait)
    #expect(story.state.lockRequests(resources: policy.resources).map(\.claims) == [claims(writes: ["web"])])
    #expect(try answer(request, in: story, verdict: { _ in .wait(held) }) == [])
    let next = WaitReason.reservation(for: try id("2"))
    let news = Event.accessWait(AccessWait(nonce: Nonce("n"), reason: next))
    #expect(try answer(request, in: story, verdict: { _ in .wait(next) }) == [news])
    for event in try answer(request, in: story) { try story.tell(event) }
    let task = try story.task
    #expect(task.answers[Nonce("n")]?.isGranted == true && task.asked == nil)
    #expect(story.state.lockRequests(resources: policy.resources).isEmpty)
  }

  @Test func nobodyWaitsBeyondItsTimeWhichCountsFromTheRequest() throws {
    var story = try story()
    let held = try lock("2")
    for event in try answer(try request(["web/x"], wait: 3), in: story, verdict: { _ in .wait(held) }) {
      try story.tell(event)
    }
    // One second has passed. What the letter says now does not count any more.
    let later = try request(["api/x"], wait: 3600)
    #expect(try answer(later, in: story, verdict: { _ in .wait(held) }) == [])
    for _ in 1...2 { try story.tell(.agentMessage(AgentText(text: "hello"))) }
    #expect(try answer(later, in: story, verdict: { _ in .wait(held) }) == [denial(.busy(held))])
  }

  @Test func whoWouldCloseACircleIsToldAtOnce() throws {
    let held = try lock("2")
    for wait in [nil, 60] {
      let events = try answer(
        try request(["web/x"], wait: wait), in: story(), verdict: { _ in .circle(held) })
      #expect(events.last == denial(.circle(held)))
    }
    // A circle may also close later: the holder was sent back, and needs the slot of the agent that waits.
    var story = try story()
    let request = try request(["web/x"], wait: 60)
    for event in try answer(request, in: story, verdict: { _ in .wait(held) }) { try story.tell(event) }
    #expect(try answer(request, in: story, verdict: { _ in .circle(held) }) == [denial(.circle(held))])
  }

  @Test func inARunThatComesToItsEndNobodyWaits() throws {
    var story = try story()
    let (request, held) = (try request(["web/x"], wait: 60), try lock("2"))
    for event in try answer(request, in: story, verdict: { _ in .wait(held) }) { try story.tell(event) }
    try story.tell(.runStop(RunStop(cause: .interrupt, drain: true)), about: nil)
    #expect(try answer(request, in: story, verdict: { _ in .wait(held) }) == [denial(.busy(held))])
    #expect(try answer(request, in: story).first?.type == "access.grant")
  }

  @Test func whatNobodyWaitsForIsForgotten() throws {
    var story = try story()
    let (request, held) = (try request(["web/x"], wait: 60), try lock("2"))
    for event in try answer(request, in: story, verdict: { _ in .wait(held) }) { try story.tell(event) }
    let task = try id("1")
    #expect(story.state.withdrawal(of: task, unless: request) == nil)
    #expect(
      story.state.withdrawal(of: task, unless: try self.request([], nonce: "m")) == denial(.withdrawn))
    let end = try #require(story.state.withdrawal(of: task, unless: nil))
    var ended = story
    try ended.tell(end)
    #expect(try ended.task.asked == nil && ended.state.withdrawal(of: task, unless: nil) == nil)
    try story.tell(.attemptFinish(.passed))
    #expect(try story.task.asked == nil)
  }

  @Test func onlyWhatWasAskedIsWaitedFor() throws {
    var story = try story()
    let wait = Event.accessWait(AccessWait(nonce: Nonce("n"), reason: try lock("2")))
    #expect(throws: FoldError.self) { try story.tell(wait) }
    try story.tell(.accessRequest(try request(["web/x"], nonce: "m", wait: 60)))
    #expect(throws: FoldError.self) { try story.tell(wait) }
  }

  @Test(arguments: [
    (0, true), (1, true), (3600, true), (3601, false), (-1, false), (Int.max, false), (.min, false),
  ])
  func aWaitIsBounded(_ seconds: Int, _ isAllowed: Bool) throws {
    #expect(try request(["web/x"], wait: seconds).isWithinBounds == isAllowed)
  }
}
