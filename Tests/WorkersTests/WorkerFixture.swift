import FoundationEssentials
import Journal
import Orchestration
import Sandboxes
import Subprocess
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// An attempt directory, a worktree beside it, and the FIFO `event` that a command of the attempt can write to.
final class WorkerFixture: Sendable {
  let scratch: ScratchDirectory
  let directory: AttemptDirectory
  /// The program under test, which the build puts beside the tests.
  let program: FilePath
  /// The worker's own environment beside `PATH`.
  let inherited = Mutex<[String: String]>([:])
  private let stored: Mutex<AttemptOrder>

  init() throws {
    scratch = try ScratchDirectory()
    directory = AttemptDirectory(path: scratch.path.appending("attempt"))
    try scratch.makeDirectory("attempt")
    try scratch.makeDirectory("worktree")
    try scratch.makeFIFO("event")
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    program = FilePath(tests).removingLastComponent().appending("orchestrate-worker")
    var order = AttemptOrder(
      run: try #require(RunID("20261123-040000-abcd")), task: try #require(TaskID("001")), attempt: 2,
      nonce: Nonce("test-\(UInt64.random(in: 0...UInt64.max))"),
      turn: AgentTurn(agent: "command", command: "true", prompt: "do it\n"),
      limits: AttemptLimits(minutes: 10, stallMinutes: 10, doctorSeconds: 600, logBytes: 1 << 20))
    order.slot = 3
    order.worktree = scratch.path.appending("worktree").string
    order.directory = directory.path.string
    order.home = scratch.path.string
    order.environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": scratch.path.appending("tmp").string,
    ]
    stored = Mutex(order)
  }

  var order: AttemptOrder {
    get { stored.withLock { $0 } }
    set { stored.withLock { $0 = newValue } }
  }

  /// Writes the order and lets the worker perform it.
  func run() async throws -> TerminationStatus {
    try JSONFile.write(order, to: directory.order)
    return try await start()
  }

  /// Starts the worker on the order that is there.
  func start() async throws -> TerminationStatus { try await call(["run", directory.path.string]) }

  func call(_ arguments: [String], by program: FilePath? = nil) async throws -> TerminationStatus {
    try await Subprocess.run(
      .path(program ?? self.program), arguments: Arguments(arguments),
      environment: .custom(environment), workingDirectory: scratch.path,
      output: .discarded, error: .discarded
    ).terminationStatus
  }

  private var environment: [Environment.Key: String] {
    Dictionary(
      uniqueKeysWithValues: inherited.withLock { $0 }.merging(["PATH": "/usr/local/bin:/usr/bin:/bin"]) { $1 }
        .map { (Environment.Key(stringLiteral: $0.key), $0.value) })
  }

  /// Runs the worker, and `body` once a command of it has written the numbers of its processes into `event`.
  func whileRunning<Value: Sendable>(
    _ body: ([ProcessIdentity]) async throws -> Value
  ) async throws -> (end: TerminationStatus, value: Value) {
    async let end = run()
    let value = try await body(try await event())
    return (try await end, value)
  }

  /// The processes whose numbers are written into `event` next.
  func event() async throws -> [ProcessIdentity] {
    let result = try await Subprocess.run(
      .path("/bin/cat"), arguments: [scratch.path.appending("event").string], output: .string(limit: 4096))
    return result.standardOutput.split { $0 == " " || $0 == "\n" }.compactMap { Int32($0) }
      .compactMap(ProcessTable.identity)
  }

  var outcome: AttemptOutcome {
    get throws {
      try #require(try JSONFile.read(AttemptExit.self, from: directory.exit), "no exit.json").outcome
    }
  }

  /// The worker itself.
  var identity: ProcessIdentity? {
    get throws { try JSONFile.read(ProcessIdentity.self, from: directory.worker) }
  }

  /// Writes a line into a FIFO of the scratch directory.
  func write(_ word: String, to fifo: String) async throws {
    _ = try await Subprocess.run(
      .path("/bin/sh"), arguments: ["-c", "echo \(word) >\(scratch.path.appending(fifo))"], output: .discarded
    )
  }

  var types: [String] { get throws { try JournalReader.read(directory.events).records.map(\.event.type) } }

  var messages: [String] {
    get throws {
      try JournalReader.read(directory.events).records.compactMap { record in
        if case .agentMessage(let message) = record.event { message.text } else { nil }
      }
    }
  }

  /// What still runs of the attempt.
  var left: [ProcessIdentity] { ProcessTable.marked(by: order.nonce) }
}
