import Journal
import Orchestration
import Synchronization

/// Everything that outlives an orchestrator: the repository, worktrees, workers, the spool, ledger and journal.
final class World: Sendable {
  let playground: Playground
  let run = RunID(startingAt: Timestamp(milliseconds: 0), suffix: 1)
  private let disk: Mutex<Disk>
  let journal: SimulatedJournal

  init(_ playground: Playground, seed: UInt64) throws {
    self.playground = playground
    let disk = Disk(seed: seed)
    let start = RunStart(
      tasks: playground.specs.map(\.id), satisfied: [], branch: "orchestrate/main", base: "main",
      tip: disk.repository.tip)
    journal = try SimulatedJournal(run: run, start: start, playground: playground)
    self.disk = Mutex(disk)
  }

  func look<Value: Sendable>(_ at: (borrowing Disk) -> Value) -> Value { disk.withLock { at($0) } }

  func change<Value: Sendable>(_ body: (inout Disk) throws -> Value) rethrows -> Value {
    try disk.withLock { try body(&$0) }
  }

  func object(_ violation: String) { disk.withLock { $0.violations.append(violation) } }

  var violations: [String] { disk.withLock(\.violations) + journal.violations }

  var now: Timestamp { disk.withLock { Timestamp(milliseconds: $0.clock) } }
}

/// What lies on the simulated machine's disk, and the notes with which the simulation judges a run.
struct Disk: Sendable {
  enum Fault: Equatable {
    case diskFull, host, none
  }

  var repository = ToyRepository()
  /// By path.
  var worktrees: [String: ToyRepository.Files] = [:]
  var workers: [WorkerKey: Worker] = [:]
  var spool: [Request] = []
  /// One mailbox a task.
  var mail: [TaskID: (attempt: Int, request: AccessRequest)] = [:]
  var answers: [Nonce: AccessAnswer] = [:]
  var ledger: [TaskID: CommitID] = [:]
  var freeMegabytes = 100_000
  /// The integration branch's checkout has changes.
  var isDirty = false
  /// No turn of these agents works.
  var outages: [String: AgentOutage] = [:]
  /// Bootstrap fails on every commit.
  var bootstrapFails = false
  /// How the doctor fails although nothing is wrong, so many times.
  var flakes = 0
  var clock: Int64 = 0
  /// What the next calls of a port's method meet, by the method's name.
  var faults: [String: [Fault]] = [:]
  var random: SeededGenerator

  var violations: [String] = []
  /// Every candidate that a gate let pass.
  var green: Set<CommitID> = []
  var landed: [TaskID: CommitID] = [:]
  /// Every value that a task's agent or a person on its behalf ever wrote to a path.
  var written: [TaskID: [String: Set<Int>]] = [:]
  /// What the last passed attempt wrote.
  var latest: [TaskID: ToyRepository.Files] = [:]
  /// What people committed on the base branch.
  var peoples: [String: Set<Int>] = [:]
  var launches: [WorkerKey: Int] = [:]

  init(seed: UInt64) { random = SeededGenerator(seed: seed, for: "disk") }

  /// Throws what the method is to fail with this time.
  mutating func meetFault(in method: String) throws {
    guard let fault = faults[method]?.first else { return }
    faults[method]?.removeFirst()
    switch fault {
    case .none: return
    case .host: throw HostFailure(method: method)
    case .diskFull:
      freeMegabytes = 1
      throw NoRoom()
    }
  }

  mutating func note(_ edits: ToyRepository.Files, of task: TaskID) {
    for (path, value) in edits { written[task, default: [:]][path, default: []].insert(value) }
  }

  /// A person commits on the base branch.
  mutating func commitOnBase(_ path: String, _ value: Int) {
    peoples[path, default: []].insert(value)
    var files = repository.files(of: repository.base)
    files[path] = value
    repository.base = repository.commit(files, parents: [repository.base], salt: "people \(clock)")
  }

  /// Somebody else moves the integration branch.
  mutating func commitOnTip() {
    var files = repository.files(of: repository.tip)
    files["foreign/x"] = Int(clock)
    repository.tip = repository.commit(files, parents: [repository.tip], salt: "foreign \(clock)")
  }

  /// A person makes a commit of their own for the task.
  mutating func commitForTask(_ task: TaskID, _ edits: ToyRepository.Files) -> CommitID {
    note(edits, of: task)
    let files = repository.files(of: repository.tip).merging(edits) { $1 }
    return repository.commit(files, parents: [repository.tip], salt: "person \(task) \(clock)")
  }
}

struct HostFailure: Error, Equatable { let method: String }

struct NoRoom: DiskFullReporting { var isDiskFull: Bool { true } }
