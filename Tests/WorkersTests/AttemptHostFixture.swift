import FoundationEssentials
import Git
import Glibc
import Journal
import Orchestration
import Sandboxes
import Subprocess
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Workers

/// A repository with a run, and the FIFOs `event` and `go` through which an agent and a test wait for each other.
final class AttemptHostFixture: Sendable {
  let git: GitFixture
  let run: RunDirectory
  let worker: FilePath

  init(files: [String: String] = ["README": "hello\n"]) async throws {
    git = try await GitFixture()
    for (name, text) in files { try git.write(name, text) }
    try await git.commit("start")
    // Processes are found by a mark with the run's name in it: tests beside this one need other names.
    let id = RunID(
      startingAt: Timestamp(milliseconds: .random(in: 0..<2_000_000_000_000)), suffix: .random(in: 0 ... .max)
    )
    run = StateDirectory(commonDirectory: git.root.appending(".git")).run(id)
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    worker = FilePath(tests).removingLastComponent().appending("orchestrate-worker")
    for name in ["event", "go"] {
      guard unsafe mkfifo(git.directory.appending(name).string, 0o600) == 0 else {
        throw Errno(rawValue: errno)
      }
    }
  }

  var directory: FilePath { git.directory }
  var task: TaskID { get throws { try #require(TaskID("001")) } }

  /// A host as an orchestrator that has just started makes it: two of them share nothing but the disk.
  func host(_ change: (inout WorkerPlan) -> Void = { _ in }) throws -> AttemptHost {
    let common = git.root.appending(".git")
    var plan = WorkerPlan(
      run: run, commonDirectory: common, worktrees: directory.appending("trees"), worker: worker,
      copy: CheckoutCopy(source: git.root, patterns: []))
    plan.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": directory.appending("home").string]
    change(&plan)
    return AttemptHost(plan: plan, administration: try GitAdministration(common.string))
  }

  func commit(_ revision: String) async throws -> CommitID {
    try #require(CommitID(try await git.git("rev-parse", revision)))
  }

  func order(
    base: CommitID, carry: CommitID? = nil, replacing: WorktreePlace? = nil
  ) throws -> PreparationOrder {
    PreparationOrder(task: try task, base: base, carry: carry, replacing: replacing)
  }

  var worktree: FilePath { directory.appending("trees").appending("001") }
  func attempt(_ number: Int = 1) throws -> AttemptDirectory { run.task(try task).attempt(number) }
  func nonce(_ attempt: Int = 1) throws -> Nonce { .ofAttempt(run: run.id, task: try task, attempt: attempt) }

  /// An attempt at a task whose agent is a shell command, in a worktree that has been prepared.
  func assignment(
    _ command: String, doctor: String? = nil, source: Int? = nil
  ) async throws
    -> AttemptAssignment
  {
    var record = TaskRecord(id: try task, since: Timestamp(milliseconds: 0))
    let name = "\(run.id)-001"
    let admin = git.root.appending(".git").appending("worktrees").appending(name)
    record.worktree = WorktreePlace(name: name, path: worktree.string, admin: admin.string)
    record.base = try await commit("main")
    if let source { (record.attempt, record.source) = (1, source) }
    var spec = TaskSpec(
      id: try task, name: "add-things", prompt: "Add things.\n", fingerprint: Fingerprint("f"))
    spec.command = command
    spec.verify.doctor = doctor
    return AttemptAssignment(spec: spec, record: record, attempt: 1)
  }

  func prepare() async throws {
    _ = try await host().prepare(order(base: commit("main")))
  }

  /// Reads the FIFO `event`: waits for a command that writes into it.
  @discardableResult
  func event() async throws -> [ProcessIdentity] {
    try await read("event").split { $0 == " " || $0 == "\n" }.compactMap { Int32($0) }
      .compactMap(ProcessTable.identity)
  }

  /// Lets a command go on that reads the FIFO `go`.
  func go() async throws { _ = try await shell("echo > '\(directory.appending("go"))'") }

  func read(_ name: String) async throws -> String {
    try await shell("cat '\(directory.appending(name))'")
  }

  @discardableResult
  func shell(_ script: String) async throws -> String {
    let result = try await Subprocess.run(
      .path("/bin/sh"), arguments: ["-c", script], workingDirectory: directory,
      output: .string(limit: 1 << 20))
    return result.standardOutput
  }

  func exists(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe lstat(path.string, &status) == 0
  }

  /// The worker that is at work, by its own word.
  var workerIdentity: ProcessIdentity {
    get throws { try #require(try JSONFile.read(ProcessIdentity.self, from: attempt().worker)) }
  }

  /// What still runs of the attempt.
  var left: [ProcessIdentity] { get throws { ProcessTable.marked(by: try nonce()) } }
}

/// What a host has reported, for waiting and for looking back.
final class Reports: Sendable {
  private let entries = Mutex<[Entry]>([])
  private let stream: AsyncStream<Entry>
  private let continuation: AsyncStream<Entry>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func add(_ new: [Entry]) {
    entries.withLock { $0 += new }
    for entry in new { continuation.yield(entry) }
  }

  var all: [Entry] { entries.withLock(\.self) }
  var types: [String] { all.map(\.event.type) }
  /// How far the worker's events are known.
  var source: Int { all.compactMap(\.source).max() ?? 0 }

  /// Returns when an event of this type has been reported. For one waiter at a time.
  func wait(for type: String) async {
    for await entry in stream where entry.event.type == type { return }
  }
}

/// An orchestrator's part of an attempt, which can be cancelled as by its death.
struct Performance {
  let reports = Reports()
  let outcome: Task<AttemptOutcome, any Error>

  init(_ assignment: AttemptAssignment, by host: AttemptHost) {
    let reports = reports
    outcome = Task { try await host.perform(assignment) { reports.add($0) } }
  }

  /// Lets go of the worker.
  func abandon() async {
    outcome.cancel()
    await #expect(throws: CancellationError.self) { try await outcome.value }
  }
}
