import Journal
import Orchestration
import Testing

@testable import CLI

/// A run's journal, written by a test: the clock begins at noon and stands still between two events.
struct RunStory {
  static let noon = Timestamp(milliseconds: 1_795_435_200_000)
  static let run = RunID(startingAt: noon, suffix: 0xabcd)

  private let log: any EventLog
  private(set) var records: [EventRecord] = []
  var seconds = 0.0

  var now: Timestamp { RunStory.noon.advanced(bySeconds: seconds) }
  var state: RunState { get throws { try RunState(replaying: records) } }

  /// - Parameter log: where the events go beside memory.
  init(_ tasks: String..., into log: (any EventLog)? = nil) throws {
    self.log = log ?? MemoryEventLog(run: RunStory.run)
    let start = RunStart(
      tasks: try tasks.map(task), satisfied: [], branch: "orchestrate/main", base: "main", tip: commit("a"))
    try tell(.runStart(start))
    try tell(.gatePass(GatePass(candidate: commit("a"), cached: false)))
  }

  mutating func tell(
    _ event: Event, _ task: String? = nil, attempt: Int? = nil, source: Int? = nil, after pause: Double = 0
  ) throws {
    seconds += pause
    let entry = Entry(event, task: try task.map(CLITests.task), attempt: attempt, source: source)
    records += try log.append([entry], at: now, durable: false)
  }

  /// From its start to its attempt's.
  mutating func begin(_ task: String, attempt: Int = 1) throws {
    try tell(.taskStart(TaskStart(claims: .everything)), task)
    let place = WorktreePlace(name: "n", path: "/w/\(task)", admin: "/a/\(task)")
    try tell(.worktreeCreate(WorktreeCreate(worktree: place, base: commit("a"))), task)
    try tell(.attemptStart(AttemptStart(agent: "codex")), task, attempt: attempt)
  }

  /// A passed attempt, its gate and its landing, two minutes each.
  mutating func land(_ task: String, as letter: String = "d") throws {
    try begin(task)
    try tell(.attemptFinish(.passed), task, attempt: 1, after: 120)
    try tell(.snapshotCreate(snapshot(wip: false)), task, attempt: 1)
    let candidate = Candidate(id: commit(letter), base: try state.tip, content: .snapshot(commit("b")))
    try tell(.mergeCandidate(candidate), task)
    try tell(.gateStart(GateStart(candidate: candidate.id)), task)
    try tell(.gatePass(GatePass(candidate: candidate.id, cached: false)), task, after: 120)
    try tell(.landIntent(candidate.id), task)
    try tell(.landDone(Landing(commit: candidate.id)), task)
  }

  /// An attempt whose doctor says no, twice on the same files.
  mutating func fail(_ task: String, log: String = "/logs/doctor.log") throws {
    try begin(task)
    let outcome = AttemptOutcome.checkFailed(CheckFailure(check: .doctor, exit: 1, log: log))
    try tell(.attemptFinish(outcome), task, attempt: 1, after: 60)
    try tell(.snapshotCreate(snapshot(wip: true)), task, attempt: 1)
    try tell(.taskFail(.noProgress(outcome)), task)
  }

  func snapshot(wip: Bool) -> Snapshot {
    Snapshot(
      commit: commit("b"), tree: TreeID(trusted: String(repeating: "c", count: 40)),
      paths: [RepositoryPath("src/a.swift")], wip: wip)
  }
}

func task(_ id: String) throws -> TaskID { try #require(TaskID(id)) }

/// A commit whose id is one digit over and over.
func commit(_ digit: String) -> CommitID { CommitID(trusted: String(repeating: digit, count: 40)) }

extension StatusReport {
  init(_ story: RunStory, _ orchestrator: RunStanding.Orchestrator = .live, workers: Int = 0) throws {
    self.init(
      state: try story.state, standing: RunStanding(orchestrator: orchestrator, workersAlive: workers),
      names: TaskNames([:]), now: story.now, time: .utc)
  }

  var text: [String] { lines(width: nil, palette: Palette(isColored: false)) }
}
