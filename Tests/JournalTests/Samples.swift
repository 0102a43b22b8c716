import Orchestration

/// Values to write and read back.
enum Sample {
  static let task = id(TaskID("001"))
  static let time = Timestamp(milliseconds: 1_795_000_000_123)
  static let run = RunID(startingAt: time, suffix: 0xBEEF)
  static let commit = CommitID(trusted: String(repeating: "c", count: 40))
  static let tree = TreeID(trusted: String(repeating: "e", count: 40))
  static let odd = RepositoryPath(bytes: [0x61, 0xFF, 0x2F, 0x22, 0x0A])
  static let failure = CheckFailure(check: .doctor, exit: nil, detail: "signal 9", log: "/tmp/log \"x\"\n")
  static let holder = ProcessIdentity(pid: 4711, started: 99, boot: "b")
  private static let place = WorktreePlace(name: "run-001", path: "/w", admin: "/a")

  /// Small entries, each different from the one before.
  static func entries(_ count: Int, from first: Int = 1) -> [Entry] {
    (first..<(first + count)).map { Entry(.hostWake(seconds: $0)) }
  }

  /// A request that differs by its nonce.
  static func request(_ nonce: String) -> Request {
    Request(nonce: Nonce(nonce), run: run, kind: .retry(task, note: "again / \u{1F600}", fresh: true))
  }

  /// One sample of every event.
  static var events: [Event] {
    let chain = Array(sequence(first: Event.runResume, next: next))
    let checks = Check.allCases.flatMap { check in
      [.start(command: "a/b\n"), .wait, .pass(seconds: 0.1), .fail(failure)].map { Event.check(check, $0) }
    }
    return chain + checks
  }

  /// The sample that follows in the chain of all cases. A new event breaks the build here: put it into the chain.
  private static func next(after event: Event) -> Event? {
    switch event {
    case .runResume, .runStart, .runExtend, .runPause, .runStop, .runFinish, .baseFollow:
      nextRunEvent(after: event)
    case .baseRed: .taskWait(.slot)
    case .taskWait: .taskStart(TaskStart(claims: Claims(reads: [.other], writes: [ResourceName("api")])))
    case .taskStart: .taskRetry(TaskRetry(reason: .gate(failure), after: time, note: "n", nonce: Nonce("x")))
    case .taskRetry: .taskBlock(task)
    case .taskBlock: .taskFail(.noProgress(.timedOut(minutes: 3)))
    case .taskFail: .taskReview(.conflicts(paths: [odd]))
    case .taskReview: .taskSkip(Answer(nonce: Nonce("x")))
    case .taskSkip: .taskApprove(TaskApprove(commit: commit, nonce: nil))
    case .taskApprove: .worktreeCreate(WorktreeCreate(worktree: place, base: commit, carried: commit))
    case .worktreeCreate: .worktreeRemove
    case .worktreeRemove: .attemptStart(AttemptStart(agent: "codex"))
    case .attemptStart, .attemptFinish, .workerStart, .workerReattach, .workerExit, .workerLost,
      .agentSession, .agentMessage, .agentTool, .agentUsage, .agentError, .quarantineChange,
      .quarantineRescue:
      nextAttemptEvent(after: event)
    case .check: nil
    case .snapshotCreate, .scopeViolation, .scopeRescope, .accessRequest, .accessWait, .accessGrant,
      .accessDeny,
      .accessRead,
      .mergeCandidate, .mergeConflict, .gateStart,
      .gatePass, .gateFail,
      .gateFlaky, .landIntent, .landDone, .landStale, .landWait, .pushDone, .pushFail:
      nextLandingEvent(after: event)
    case .requestRefuse: .hostWake(seconds: 5)
    case .hostWake: .budgetWarn(BudgetReport(.costPerRun, 0.1, of: 0.125))
    case .budgetWarn: .budgetStop(BudgetReport(.tokensPerTask, 12, of: 10))
    case .budgetStop: .tddRed
    case .tddRed: .tddGreen
    case .tddGreen: .tddViolation(paths: [odd])
    case .tddViolation: .ratePause(RatePause(agent: "codex", cause: .limit, detail: "429\n", until: time))
    case .ratePause: .rateGo(RateGo(agent: "codex"))
    case .rateGo: .planStart(PlanStart(plan: "docs/plan.md", planner: "codex"))
    case .planStart: .planFinish(finish)
    case .planFinish: .planRefuse(PlanRefusal(plan: "docs/plan.md", why: "no\nno", answer: "/a b"))
    case .planRefuse: nil
    }
  }

  private static func nextRunEvent(after event: Event) -> Event? {
    switch event {
    case .runResume:
      .runStart(RunStart(tasks: [task], satisfied: [], branch: "orchestrate/main", base: "main", tip: commit))
    case .runStart: .runExtend(RunExtend(tasks: [task], satisfied: [task], nonce: Nonce("n")))
    case .runExtend: .runPause(.diskFull(freeMegabytes: 12))
    case .runPause: .runStop(RunStop(cause: .interrupt, drain: true))
    case .runStop: .runFinish(RunFinish(landed: 3, unlanded: 1))
    case .runFinish: .baseFollow(BaseFollow(base: commit, tip: commit))
    default: .baseRed(BaseRed(commit: commit, cause: .conflict(paths: [odd])))
    }
  }

  private static func nextAttemptEvent(after event: Event) -> Event? {
    switch event {
    case .attemptStart: .attemptFinish(.agentFailed("no terminal event\r\n\u{0}"))
    case .attemptFinish: .workerStart(holder)
    case .workerStart: .workerReattach
    case .workerReattach: .workerExit
    case .workerExit: .workerLost
    case .workerLost: .agentSession(AgentSession(session: "s"))
    case .agentSession: .agentMessage(AgentText(text: "a\u{2028}\u{1F600}"))
    case .agentMessage: .agentTool(AgentText(text: "{\"crc\":\"00000000\"}"))
    case .agentTool: .agentUsage(Usage(input: 1, cached: 2, output: 3, cost: 0.1))
    case .agentUsage: .agentError(AgentText(text: ""))
    case .agentError: .quarantineChange(QuarantineChange(places: ["hooks/a\n"]))
    case .quarantineChange:
      .quarantineRescue(QuarantineRescue(ref: "refs/heads/a", was: commit, rescue: "refs/orchestrate/b"))
    default: .snapshotCreate(Snapshot(commit: commit, tree: tree, paths: [odd], wip: true))
    }
  }

  private static func nextLandingEvent(after event: Event) -> Event? {
    switch event {
    case .snapshotCreate: .scopeViolation(ScopeViolation(undeclared: [odd], protected: []))
    case .scopeViolation: .scopeRescope(Rescope(commit: commit, claims: .everything, paths: [odd]))
    case .scopeRescope, .accessRequest, .accessWait, .accessGrant, .accessDeny:
      nextAccessEvent(after: event)
    case .accessRead:
      .mergeCandidate(Candidate(id: commit, base: commit, content: .snapshot(commit)))
    case .mergeCandidate: .mergeConflict(Conflict(with: commit, paths: [odd], hunks: "<<<<<<<\n"))
    case .mergeConflict: .gateStart(GateStart(candidate: commit))
    case .gateStart: .gatePass(GatePass(candidate: commit, cached: true))
    case .gatePass: .gateFail(GateFailure(candidate: commit, failure: failure))
    case .gateFail: .gateFlaky(GateFailure(candidate: commit, failure: failure))
    case .gateFlaky: .landIntent(commit)
    case .landIntent: .landDone(Landing(commit: commit))
    case .landDone: .landStale(commit)
    case .landStale: .landWait(checkout: "/home/a b")
    case .landWait: .pushDone(PushReport(commit: commit, remote: "origin", answer: "To x\n="))
    case .pushDone: .pushFail(PushReport(commit: commit, remote: "origin", answer: "!\tno"))
    default: .requestRefuse(RequestRefusal(nonce: Nonce("n"), why: "no"))
    }
  }

  private static var finish: PlanFinish {
    var finish = PlanFinish(plan: "docs/plan.md")
    (finish.created, finish.updated, finish.unchanged) = ([task], [], [task])
    (finish.kept, finish.orphans) = ([task, task], [])
    return finish
  }

  private static func nextAccessEvent(after event: Event) -> Event {
    switch event {
    case .scopeRescope:
      .accessRequest(
        AccessRequest(
          nonce: Nonce("n"), writes: [Glob("a/{b,c}/**")].compactMap(\.self), reason: "\n", wait: 3))
    case .accessRequest: .accessWait(AccessWait(nonce: Nonce("n"), reason: .access(for: task)))
    case .accessWait: .accessGrant(AccessGrant(nonce: Nonce("n"), claims: .everything))
    case .accessDeny: .accessRead(AccessRead(resource: .other, path: odd))
    default:
      .accessDeny(AccessDenial(nonce: Nonce("n"), cause: .busy(.lock(resource: nil, held: .read, by: task))))
    }
  }

  private static func id(_ task: TaskID?) -> TaskID {
    guard let task else { preconditionFailure("the sample's id is no task id") }
    return task
  }
}
