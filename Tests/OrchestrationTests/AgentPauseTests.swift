import Testing

@testable import Orchestration

/// One run, two tasks, one agent that stops working.
struct AgentPauseTests {
  private let run = RunID("20261123-040000-abcd")
  private let tasks = ["001", "002"].compactMap { TaskID($0) }
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

  /// An attempt that finds its agent unavailable, and what follows from that.
  private mutating func fail(_ task: TaskID, _ outage: AgentOutage) throws {
    try apply(.taskStart(TaskStart(claims: Claims(of: spec(task), resources: policy.resources))), task)
    try apply(.attemptStart(AttemptStart(agent: "codex")), task)
    let outcome = AttemptOutcome.unavailable(outage)
    let record = try #require(state[task])
    let judgement = AttemptJudgement(spec: spec(task), record: record, policy: policy, now: now)
    try apply(.attemptFinish(outcome), task)
    for event in judgement.eventsAfterInterruption(outcome) { try apply(event, task) }
  }

  private mutating func decide() throws -> [TaskID: WaitReason] {
    let specs = Dictionary(uniqueKeysWithValues: tasks.map { ($0, spec($0)) })
    let view = state.schedulingView(
      graph: try TaskGraph(Array(specs.values)), specs: specs, policy: policy, freeMegabytes: 1 << 20,
      now: now)
    var scheduler = Scheduler()
    var waits: [TaskID: WaitReason] = [:]
    for case .wait(let task, let reason) in scheduler.decide(view) {
      waits[task] = reason
      if state[task]?.state == .pending { try apply(.taskWait(reason), task) }
    }
    return waits
  }

  @Test mutating func aLimitKeepsEveryTaskOfTheAgentBackUntilItEnds() throws {
    let end = now.advanced(bySeconds: 60)
    try fail(tasks[0], AgentOutage(cause: .limit, detail: "429", until: end))
    #expect(state[tasks[0]]?.failures == 0)
    #expect(state[tasks[0]]?.interruptions == 0)
    #expect(state[tasks[0]]?.holdsLocks == true)
    #expect(try decide() == [tasks[0]: .agent("codex"), tasks[1]: .agent("codex")])
    #expect(state.pause == nil)
    now = end
    #expect(try decide() == [:])
  }

  @Test mutating func onlyAnAttemptThatBeganLaterEndsThePause() throws {
    let other = tasks[1]
    try apply(.taskStart(TaskStart(claims: Claims(of: spec(other), resources: policy.resources))), other)
    try apply(.attemptStart(AttemptStart(agent: "codex")), other)
    now = now.advanced(bySeconds: 1)
    try fail(tasks[0], AgentOutage(cause: .limit, detail: "429", until: now))
    try apply(.attemptFinish(.passed), other)
    #expect(state.agentPauses["codex"] != nil)
    now = now.advanced(bySeconds: 1)
    try apply(
      .taskStart(TaskStart(claims: Claims(of: spec(tasks[0]), resources: policy.resources))), tasks[0])
    try apply(.attemptStart(AttemptStart(agent: "codex")), tasks[0])
    try apply(.attemptFinish(.passed), tasks[0])
    #expect(state.agentPauses["codex"] == nil)
  }

  @Test mutating func anotherAgentGoesOn() throws {
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    policy.agent = "claude"
    #expect(try decide() == [:])
  }

  @Test mutating func aWrongKeyStopsTheRunWhenNothingElseIsLeft() throws {
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    #expect(state.pause == nil)
    now = now.advanced(bySeconds: 1e6)
    _ = try decide()
    #expect(state.pause == .infrastructure("agent codex: 401"))
    try apply(.runResume, nil)
    #expect(state.pause == nil)
    #expect(try decide() == [:])
  }

  @Test mutating func aPersonsRetryTriesTheAgentAgain() throws {
    try fail(tasks[0], AgentOutage(cause: .credentials, detail: "401"))
    try apply(.taskRetry(TaskRetry(reason: .requested)), tasks[0])
    #expect(state.agentPauses.isEmpty)
  }

  @Test mutating func withoutAnEndItWaitsLongerEachTime() throws {
    var waits: [Double] = []
    for _ in 0..<8 {
      try fail(tasks[0], AgentOutage(cause: .outage, detail: "500"))
      let until = try #require(state.agentPauses["codex"]?.until)
      waits.append(until.seconds(since: now))
      now = until
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
    try apply(.taskStart(TaskStart(claims: Claims(of: spec(task), resources: policy.resources))), task)
    try apply(.attemptStart(AttemptStart(agent: "claude")), task)
    #expect(state[task]?.session == nil)
  }
}
