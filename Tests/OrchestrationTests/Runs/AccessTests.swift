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

  private func request(_ globs: [String], nonce: String = "n") throws -> AccessRequest {
    AccessRequest(nonce: Nonce(nonce), writes: try globs.map(glob), reason: "it calls me")
  }

  private func answer(
    _ request: AccessRequest, in story: Story, obstacle: (Claims) -> WaitReason? = { _ in nil }
  ) throws -> [Event] {
    story.state.events(for: request, of: try id("1"), policy: policy, obstacle: obstacle)
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
        asked = $0
        return nil
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
      for event in try answer(try request(["web/x"]), in: story, obstacle: { _ in reason }) {
        try story.tell(event)
      }
      let task = try story.task
      #expect(task.answers == [Nonce("n"): .denied(.busy(reason))])
      #expect(task.claims == before.claims && task.state == before.state && task.holdsLocks)
    }
  }

  @Test func whatOnlyAPersonDecidesIsDenied() throws {
    let denial = Event.accessDeny(AccessDenial(nonce: Nonce("n"), cause: .protected))
    #expect(try answer(try request([".github/ci.yml"]), in: try story()).last == denial)
    #expect(try answer(try request([".github/ci.yml", "web/x"]), in: try story()).last != denial)
  }

  @Test func anAnswerIsGivenOnceAndSurvivesACrashBeforeIt() throws {
    var story = try story()
    let events = try answer(try request(["web/x"]), in: story)
    try story.tell(events[0])
    #expect(try answer(try request(["web/x"]), in: story) == events)
    for event in events { try story.tell(event) }
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
        "denied: read lock \"web\" is held by 2; go on without it"
      ),
      (
        .denied(.busy(.lock(resource: nil, held: .write, by: holder))),
        "denied: a lock on everything is held by 2; go on without it"
      ),
      (.denied(.busy(.reservation(for: holder))), "denied: 2 waits for it and goes first; go on without it"),
    ]
    for (answer, text) in answers { #expect(answer.description == text) }
  }

  @Test func aReservationIsNotUndermined() throws {
    var scheduler = Scheduler()
    var scene = try Scene([
      ("1", .holding, claims(writes: ["api"])), ("2", .rescoping, claims(writes: ["api", "web"])),
      ("3", .holding, claims(writes: ["db"])),
    ])
    _ = scheduler.decide(scene.view)
    let web = claims(writes: ["web"])
    #expect(
      scheduler.obstacle(to: try id("3"), adding: web, in: scene.view) == .reservation(for: try id("2")))
    #expect(scheduler.obstacle(to: try id("3"), adding: claims(writes: ["docs"]), in: scene.view) == nil)
    let held = WaitReason.lock(resource: ResourceName("db"), held: .write, by: try id("3"))
    #expect(scheduler.obstacle(to: try id("1"), adding: claims(writes: ["db"]), in: scene.view) == held)
    try scene.set("2", .done)
    _ = scheduler.decide(scene.view)
    #expect(scheduler.obstacle(to: try id("3"), adding: web, in: scene.view) == nil)
  }
}
