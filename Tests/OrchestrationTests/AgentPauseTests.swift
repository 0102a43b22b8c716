import Testing

@testable import Orchestration

/// One run, three tasks, one agent that stops working.
struct AgentPauseTests {
  private let run = RunID("20261123-040000-abcd")
  private let tasks = ["001", "002", "003"].compactMap { TaskID($0) }
  private let tip = CommitID(String(repeating: "a", count: 40))
  private var policy = RunPolicy()
  private var state: RunState
  private var now = Timestamp(milliseconds: 1_000_000)

  init() throws {
    policy.agent = "codex"
    policy.resources = try tasks.map { task in
      Resource(
        name: ResourceName("r\(task)"), description: nil, paths: [try #require(Glob("\(task).txt"))])
    }
    let start = RunStart(tasks: tasks, satisfied: [], branch: "main", base: nil, tip: try #require(tip))
    state = try RunState(
      EventRecord(sequence: 1, time: now, run: run, entry: Entry(.runStart(start))))
    try apply(.gatePass(GatePass(candidate: try #require(tip), cached: false)), nil)
  }

  private mutating func apply(_ event: Event, _ task: TaskID?) throws {
    let entry = Entry(event, task: task)
    try state.apply(EventRecord(sequence: state.sequence + 1, time: now, run: run, entry: entry))
  }

  private func spec(_ id: TaskID) -> TaskSpec {
    var spec = TaskSpec(id: id, name: "t", prompt: "", fingerprint: Fingerprint("f"))
    spec.locks.writes = [ResourceName("r\(id)")]
    return spec
  }

  private mutating func prepare(_ task: TaskID) throws {
    try apply(.taskStart(TaskStart(claims: Claims(of: spec(task), resources: policy.resources))), task)
  }

  private mutating func begin(_ task: TaskID, with agent: String = "codex") throws {
    try prepare(task)
    try apply(.attemptStart(AttemptStart(agent: agent)), task)
  }

  /// The attempt under way finds its agent unavailable: that, and what follows from it.
  @discardableResult
  private mutating func end(_ task: TaskID, _ outage: AgentOutage) throws -> [Event] {
    try apply(.attemptFinish(.unavailable(outage)), task)
    let events = try consequences(of: task)
    for event in events { try apply(event, task) }
    return events
  }

  private func consequences(of task: TaskID) throws -> [Event] {
    let record = try #require(state[task])
    var judgement = AttemptJudgement(spec: spec(task), record: record, policy: policy, now: now)
    judgement.pause = record.agent.flatMap { state.agentPauses[$0] }
    return judgement.eventsAfterInterruption(try #require(record.outcome))
  }

  private mutating func fail(_ task: TaskID, _ outage: AgentOutage) throws {
    try begin(task)
    try end(task, outage)
  }

  private mutating func letAgentsGo() throws {
    for entry in state.agentsToGo(at: now) { try apply(entry.event, entry.task) }
  }

  private func view() throws -> SchedulingView {
    let specs = Dictionary(uniqueKeysWithValues: tasks.map { ($0, spec($0)) })
    return state.schedulingView(
      graph: try TaskGraph(Array(specs.values)), specs: specs, policy: policy, freeMegabytes: 1 << 20,
      now: now)
  }

  private mutating func decide() throws -> [TaskID: WaitReason] {
    var scheduler = Scheduler()
    var waits: [TaskID: WaitReason] = [:]
    for case .wait(let task, let reason) in scheduler.decide(try view()) {
      waits[task] = reason
      if reason.mayLast || state[task]?.state == .pending { try apply(.taskWait(reason), task) }
    }
    return waits
  }

  private var everyTaskWaits: [TaskID: WaitReason] {
    Dictionary(uniqueKeysWithValues: tasks.map { ($0, .agent("codex")) })
  }

  @Test mutating func aLimitKeepsEveryTaskOfTheAgentBackUntilItEnds() throws {
    let end = now.advanced(bySeconds: 60)
    try fail(tasks[0], AgentOutage(cause: .limit, detail: "429", until: end))
    #expect(state[tasks[0]]?.failures == 0)
    #expect(state[tasks[0]]?.interruptions == 0)
    #expect(state[tasks[0]]?.holdsLocks == true)
    #expect(state.pauses == [RatePause(agent: "codex", cause: .limit, detail: "429", until: end)])
    now = end.advanced(bySeconds: -0.001)
    try letAgentsGo()
    #expect(try decide() == everyTaskWaits)
    #expect(state.pause == nil)
    now = end
    #expect(state.agentsToGo(at: now) == [Entry(.rateGo(RateGo(agent: "codex")))])
    try letAgentsGo()
    #expect(state.pauses == [])
    #expect(state.agentsToGo(at: now) == [])
    #expect(try decide() == [:])
  }

  @Test mutating func whatWasUnderWayNeitherEndsThePauseNorRepeatsIt() throws {
    for task in tasks { try begin(task) }
    try end(tasks[0], AgentOutage(cause: .limit, detail: "429", until: now.advanced(bySeconds: 60)))
    let pauses = state.pauses
    try apply(.attemptFinish(.passed), tasks[1])
    let late = AgentOutage(cause: .limit, detail: "429 too", until: now.advanced(bySeconds: 900))
    #expect(try end(tasks[2], late) == [.taskRetry(TaskRetry(reason: .interrupted("429 too")))])
    #expect(state.pauses == pauses)
    #expect(state[tasks[2]]?.holdsLocks == true && state[tasks[2]]?.failures == 0)
  }

  /// A journal may break off anywhere.
  @Test mutating func whatACrashLeftOutFollowsOnce() throws {
    try begin(tasks[0])
    try apply(.attemptFinish(.unavailable(AgentOutage(cause: .credentials, detail: "401"))), tasks[0])
    let events = try consequences(of: tasks[0])
    #expect(events.count == 2)
    try apply(events[0], tasks[0])
    #expect(try consequences(of: tasks[0]) == [events[1]])
  }

  /// What an attempt that finds its agent unavailable means while the agent is paused already, or was.
  @Test(
    arguments: [
      // Before the pause, the pause's cause, the pause is over, the attempt's own cause: is it a pause of its own?
      (true, .limit, false, .limit, false),
      (true, .limit, true, .limit, false),
      (true, .limit, false, .outage, false),
      (true, .credentials, false, .credentials, false),
      (true, .credentials, true, .credentials, false),
      (true, .credentials, false, .limit, false),
      (true, .limit, false, .credentials, true),
      (true, .limit, true, .credentials, true),
      (false, .limit, true, .limit, true),
      (false, .credentials, true, .credentials, true),
    ] as [(Bool, AgentOutage.Cause, Bool, AgentOutage.Cause, Bool)])
  func aPauseIsToldOnceACause(
    before: Bool, cause: AgentOutage.Cause, isOver: Bool, found: AgentOutage.Cause, isNews: Bool
  ) throws {
    var test = try AgentPauseTests()
    if before { try test.begin(test.tasks[1]) }
    try test.fail(test.tasks[0], AgentOutage(cause: cause, detail: "first"))
    if isOver {
      test.now = test.now.advanced(bySeconds: 1e6)
      try test.letAgentsGo()
      try test.apply(.runResume, nil)
      #expect(test.state.pauses == [])
    }
    if !before { try test.begin(test.tasks[1]) }
    let events = try test.end(test.tasks[1], AgentOutage(cause: found, detail: "second"))
    #expect(events.contains { $0.type == "rate.pause" } == isNews)
    #expect(events.last == .taskRetry(TaskRetry(reason: .interrupted("second"))))
    #expect(test.state.pauses.map(\.detail) == (isNews ? ["second"] : isOver ? [] : ["first"]))
  }

  @Test mutating func whoWasHeldBackBeforeItsAttemptKeepsItsLocksAndGoesFirst() throws {
    policy.maxParallel = 2
    try begin(tasks[0])
    try prepare(tasks[1])
    try end(tasks[0], AgentOutage(cause: .limit, detail: "429", until: now.advanced(bySeconds: 60)))
    #expect(try view().freeSlots == 1)
    try apply(.taskWait(.agent("codex")), tasks[1])
    let held = try #require(state[tasks[1]])
    #expect(held.state == .waiting(on: .agent("codex")) && held.holdsLocks && held.attempt == 0)
    #expect(try view().freeSlots == 2)
    #expect(try view().entries[tasks[1]]?.standing == .resuming)
    #expect(try decide() == everyTaskWaits)
    now = now.advanced(bySeconds: 60)
    try letAgentsGo()
    var scheduler = Scheduler()
    let decisions = scheduler.decide(try view())
    #expect(Set(decisions.prefix(2)) == [.start(tasks[0]), .start(tasks[1])])
    #expect(decisions.dropFirst(2) == [.wait(tasks[2], .slot)])
  }

  @Test mutating func anotherAgentGoesOn() throws {
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    policy.agent = "claude"
    #expect(try decide() == [:])
  }

  @Test mutating func aWrongKeyStopsTheRunWhenNothingElseIsLeft() throws {
    try begin(tasks[1])
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    #expect(state.pause == nil)
    now = now.advanced(bySeconds: 1e6)
    try letAgentsGo()
    _ = try decide()
    #expect(state.pause == nil)
    try end(tasks[1], AgentOutage(cause: .credentials, detail: "401 again"))
    _ = try decide()
    #expect(state.pause == .infrastructure("agent codex: 401"))
    try apply(.runResume, nil)
    #expect(state.pause == nil)
    #expect(try decide() == [:])
  }

  @Test mutating func aLimitOutlivesAResume() throws {
    try fail(tasks[0], AgentOutage(cause: .limit, detail: "429", until: now.advanced(bySeconds: 60)))
    try apply(.runResume, nil)
    #expect(try decide() == everyTaskWaits)
  }

  @Test mutating func aPersonsRetryTriesTheAgentAgain() throws {
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    try apply(.taskRetry(TaskRetry(reason: .requested)), tasks[0])
    #expect(state.pauses.isEmpty)
  }

  /// Also of a task that has never begun, whose agent only its waiting tells.
  @Test mutating func aPersonsRetryOfAWaitingTaskTriesTheAgentAgain() throws {
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    _ = try decide()
    try apply(.taskRetry(TaskRetry(reason: .requested)), tasks[1])
    #expect(state.pauses.isEmpty && state.pause == nil)
    #expect(try decide() == [:])
  }

  /// What was retried by a person before it began waits for a person, too.
  @Test mutating func aRetriedTaskThatHasNotBegunKeepsNoRunAlive() throws {
    try apply(.taskRetry(TaskRetry(reason: .requested)), tasks[1])
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    _ = try decide()
    #expect(state.pause == .infrastructure("agent codex: 401"))
  }

  @Test mutating func aBatchThatWaitsForAPersonPausesTheRun() throws {
    policy.schedule = .batch
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    let waits = try decide()
    #expect(waits[tasks[1]] == .batch(of: [tasks[0]]))
    #expect(state.pause == .infrastructure("agent codex: 401"))
  }

  @Test mutating func withoutAnEndItWaitsLongerEachTime() throws {
    var waits: [Double] = []
    for _ in 0..<8 {
      try fail(tasks[0], AgentOutage(cause: .outage, detail: "500"))
      let until = try #require(state.pause(of: "codex")?.until)
      waits.append(until.seconds(since: now))
      now = until
      try letAgentsGo()
    }
    #expect(waits[0] >= 30 && waits[0] < 38)
    #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 * 1.25 })
    #expect(waits[7] >= 900 && waits[7] <= 1125)
    #expect(state[tasks[0]]?.state.isGivenUp == false)
  }

  @Test mutating func aSessionIsLeftWithItsAgent() throws {
    let task = tasks[0]
    try fail(task, AgentOutage(cause: .limit, detail: "429", until: now))
    try apply(.agentSession(AgentSession(session: "s")), task)
    try apply(.agentUsage(Usage(input: 5)), task)
    #expect(state[task]?.sessionUsage == Usage(input: 5))
    try fail(task, AgentOutage(cause: .limit, detail: "429", until: now))
    #expect(state[task]?.session == "s")
    try apply(.agentSession(AgentSession(session: "other")), task)
    #expect(state[task]?.sessionUsage == Usage())
    #expect(state[task]?.usage == Usage(input: 5))
    try begin(task, with: "claude")
    #expect(state[task]?.session == nil)
  }
}
