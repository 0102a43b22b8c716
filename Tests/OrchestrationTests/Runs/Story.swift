import Testing

@testable import Orchestration

/// A run of two tasks, told event by event.
struct Story {
  var state: RunState

  init(allTasks: [String] = ["1", "2"]) throws {
    let start = RunStart(
      tasks: try allTasks.map(id), satisfied: [], branch: "orchestrate/main", base: nil, tip: commit("tip"))
    state = try RunState(
      EventRecord(
        sequence: 1, time: Timestamp(milliseconds: 0), run: RunID("20261123-040506-0001"),
        entry: Entry(.runStart(start))))
  }

  /// The run in which task 1 has come to that moment of its life.
  init(_ moment: Moment) throws {
    try self.init()
    for event in moment.events { try tell(event) }
  }

  mutating func tell(_ event: Event, about task: String? = "1", attempt: Int? = nil) throws {
    let entry = Entry(event, task: try task.map(id), attempt: attempt)
    let time = state.lastTime.advanced(bySeconds: 1)
    try state.apply(EventRecord(sequence: state.sequence + 1, time: time, run: state.id, entry: entry))
  }

  var task: TaskRecord {
    get throws { try #require(state[try id("1")]) }
  }
}

/// Every place in a task's life that the fold tells apart.
enum Moment: CaseIterable {
  case pending, waiting, preparing, placed, running, failedAttempt, passedAttempt, snapshotted, queued, gating
  case green, announced, landed, conflicted, rescoping, retrying, blocked, failed, needsReview, skipped

  var events: [Event] {
    switch self {
    case .pending: []
    case .waiting: [.taskWait(.slot)]
    case .preparing: [.taskStart(TaskStart(claims: .everything))]
    case .placed: Moment.preparing.events + [.worktreeCreate(Moment.worktree)]
    case .running: Moment.placed.events + [.attemptStart(AttemptStart(agent: "command"))]
    case .failedAttempt: Moment.running.events + [.attemptFinish(Moment.red)]
    case .passedAttempt: Moment.running.events + [.attemptFinish(.passed)]
    case .snapshotted: Moment.passedAttempt.events + [.snapshotCreate(snapshot())]
    case .queued: Moment.snapshotted.events + [.mergeCandidate(Moment.candidate)]
    case .gating: Moment.queued.events + [.gateStart(GateStart(candidate: Moment.candidate.id))]
    case .green: Moment.gating.events + [.gatePass(GatePass(candidate: Moment.candidate.id, cached: false))]
    case .announced: Moment.green.events + [.landIntent(Moment.candidate.id)]
    case .landed: Moment.announced.events + [.landDone(Landing(commit: Moment.candidate.id))]
    case .conflicted: Moment.snapshotted.events + [.mergeConflict(Moment.conflict)]
    case .rescoping: Moment.passedAttempt.events + [.snapshotCreate(snapshot(wip: true)), Moment.rescope]
    case .retrying: Moment.failedAttempt.events + [.taskRetry(TaskRetry(reason: .failed(Moment.red)))]
    case .blocked: TaskID("2").map { [.taskBlock($0)] } ?? []
    case .failed: Moment.failedAttempt.events + [.taskFail(.attemptsUsedUp(Moment.red))]
    case .needsReview: Moment.passedAttempt.events + [.taskReview(.noChange)]
    case .skipped: [.taskSkip(Answer(nonce: nil))]
    }
  }

  static let doctor = CheckFailure(check: .doctor, exit: 1, log: "/doctor.log")
  static let red = AttemptOutcome.checkFailed(doctor)
  static let candidate = Candidate(
    id: commit("candidate"), base: commit("tip"), content: .snapshot(commit("snapshot")))
  static let conflict = Conflict(with: commit("tip"), paths: [RepositoryPath("api/a")], hunks: "<<<<<<<")
  static let rescope = Event.scopeRescope(
    Rescope(
      commit: commit("snapshot"), claims: .resources([ResourceName("api"): .write, .other: .write]),
      paths: [RepositoryPath("web/b")]))
  static let worktree = WorktreeCreate(
    worktree: WorktreePlace(name: "run-1", path: "/w/1", admin: "/a/1"), base: commit("tip"))
}

/// A commit's id that depends on its name alone.
func commit(_ name: String) -> CommitID {
  let hex = name.utf8.map { String($0, radix: 16) }.joined()
  return CommitID(trusted: String((hex + String(repeating: "0", count: 40)).prefix(40)))
}

func snapshot(_ paths: [String] = ["api/a"], tree: String = "tree", wip: Bool = false) -> Snapshot {
  Snapshot(
    commit: commit("snapshot"), tree: TreeID(trusted: tree), paths: paths.map { RepositoryPath($0) }, wip: wip
  )
}
