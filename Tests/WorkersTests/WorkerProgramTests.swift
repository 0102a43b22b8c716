import Glibc
import Journal
import Orchestration
import Sandboxes
import Subprocess
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// The real `orchestrate-worker`, in a directory of its own.
@Suite(.timeLimit(.minutes(2)))
struct WorkerProgramTests {
  let worker: WorkerFixture
  init() throws { worker = try WorkerFixture() }

  @Test func performsAnAttempt() async throws {
    worker.order.bootstrap = ["echo prepared > prepared"]
    worker.order.turn.command = #"cat prepared; cat; printf '\033[31mred\033[0m\n'; echo work > result"#
    worker.order.lint = "echo linted"
    worker.order.fast = "test -f result"
    worker.order.doctor = "echo $ORCHESTRATE_TASK $ORCHESTRATE_ATTEMPT $ORCHESTRATE_SLOT; cat result"
    #expect(try await worker.run() == .exited(0))
    #expect(try worker.outcome == .passed)
    #expect(
      try worker.types == [
        "worker.start", "bootstrap.start", "bootstrap.pass", "agent.message", "agent.message",
        "agent.message", "lint.start", "lint.pass", "fast.start", "fast.pass", "doctor.start", "doctor.pass",
      ])
    #expect(try worker.messages == ["prepared", "do it", "red"])
    #expect(try worker.scratch.text("attempt/agent.jsonl") == "prepared\ndo it\n\u{1B}[31mred\u{1B}[0m\n")
    #expect(try worker.scratch.text("attempt/doctor.log") == "001 2 3\nwork\n")
  }

  @Test func commandsStandAroundTheAttempt() async throws {
    worker.order.beforeAttempt = ["echo before >> ../steps"]
    worker.order.turn.command = "echo turn >> ../steps; exit 1"
    worker.order.afterAttempt = ["exit 4", "echo after >> ../steps"]
    #expect(try await worker.run() == .exited(0))
    #expect(try worker.scratch.text("steps") == "before\nturn\nafter\n")
    #expect(try worker.outcome == .agentFailed("exit code 1"))
    #expect(
      try worker.types == [
        "worker.start", "before_attempt.start", "before_attempt.pass", "after_attempt.start",
        "after_attempt.fail",
        "after_attempt.start", "after_attempt.pass",
      ])
  }

  @Test func aFailedStartIsAFailedCheck() async throws {
    worker.order.beforeAttempt = ["exit 5"]
    worker.order.turn.command = "touch ../turned"
    _ = try await worker.run()
    let log = worker.directory.log(of: .beforeAttempt).string
    #expect(try worker.outcome == .checkFailed(CheckFailure(check: .beforeAttempt, exit: 5, log: log)))
    #expect(throws: (any Error).self) { try worker.scratch.read("turned") }
  }

  @Test func aDoctorWaitsForItsTurnAndThatCostsNoTime() async throws {
    let turns = worker.scratch.path.appending("turns")
    let holder = try #require(ProcessTable.current)
    let turn = try #require(try DoctorTurns(in: turns, count: 1).take(for: .gate, by: holder))
    (worker.order.doctorTurns, worker.order.doctorsAtOnce) = (turns.string, 1)
    worker.order.turn.command = "echo $PPID > ../event"
    worker.order.doctor = "true"
    let (end, _) = try await worker.whileRunning { _ in
      while try JournalReader.read(worker.directory.events).records.last?.event != .check(.doctor, .wait) {
        await Task.yield()
      }
      turn.release()
    }
    #expect(end == .exited(0))
    #expect(try worker.types.suffix(3) == ["doctor.wait", "doctor.start", "doctor.pass"])
  }

  @Test func onlyTheAgentSeesItsSecrets() async throws {
    worker.inherited.withLock { $0 = ["TOKEN": "hunter2", "SHARED": "everyone", "UNNAMED": "nobody"] }
    (worker.order.credentials, worker.order.passed) = (["TOKEN"], ["SHARED"])
    worker.order.turn.command = "test \"$TOKEN $SHARED$UNNAMED\" = 'hunter2 everyone'"
    worker.order.doctor = "test \"$TOKEN$SHARED$UNNAMED\" = everyone"
    _ = try await worker.run()
    #expect(try worker.outcome == .passed)
  }

  @Test func secretsAreWrittenNowhere() async throws {
    let canary = "c4nary-of-this-test"
    worker.inherited.withLock { $0 = ["A_TOKEN": canary, "B_TOKEN": canary + "b", "C_TOKEN": canary + "c"] }
    (worker.order.credentials, worker.order.passed, worker.order.hidden) = (
      ["A_TOKEN"], ["B_TOKEN"], ["C_TOKEN"]
    )
    worker.order.turn.command = "echo $A_TOKEN; printf c4nary-; sleep 0.1; echo of-this-test"
    worker.order.doctor = "echo \(canary)c; echo $B_TOKEN >&2; printf $B_TOKEN | base64"
    _ = try await worker.run()
    #expect(try worker.outcome == .passed)
    #expect(try worker.messages == ["[redacted]", "[redacted]"])
    #expect(try worker.scratch.text("attempt/agent.jsonl") == "[redacted]\n[redacted]\n")
    #expect(try worker.scratch.text("attempt/doctor.log") == "[redacted]\n[redacted]\n[redacted]\n")
    #expect(!(try worker.scratch.text("attempt/events.jsonl")).contains(canary))
  }

  @Test func aFailedCheckEndsTheAttempt() async throws {
    worker.order.fast = "echo no >&2; exit 3"
    worker.order.doctor = "touch judged"
    #expect(try await worker.run() == .exited(0))
    let failure = CheckFailure(check: .fast, exit: 3, log: worker.directory.log(of: .fast).string)
    #expect(try worker.outcome == .checkFailed(failure))
    #expect(try worker.types == ["worker.start", "fast.start", "fast.fail"])
    #expect(try worker.scratch.text("attempt/fast.log") == "no\n")
    #expect(throws: (any Error).self) { try worker.scratch.read("worktree/judged") }
  }

  @Test(
    arguments: [
      ("exit 1", .passed), ("true", .testsFirst(.passAlready(log: ""))),
      ("kill -KILL $$", .checkFailed(CheckFailure(check: .fast, exit: nil, detail: "signal 9", log: ""))),
    ] as [(String, AttemptOutcome)])
  func testsThatComeFirstHaveToFail(fast: String, expected: AttemptOutcome) async throws {
    worker.order.testsFirst = true
    worker.order.fast = fast
    worker.order.lint = "touch judged"
    worker.order.doctor = "touch judged"
    _ = try await worker.run()
    #expect(try worker.outcome.signature == expected.signature)
    #expect(throws: (any Error).self) { try worker.scratch.read("worktree/judged") }
  }

  @Test func aFailedPreparationIsAFailedCheck() async throws {
    worker.order.bootstrap = ["true", "exit 9", "true"]
    _ = try await worker.run()
    let failure = CheckFailure(check: .bootstrap, exit: 9, log: worker.directory.log(of: .bootstrap).string)
    #expect(try worker.outcome == .checkFailed(failure))
  }

  @Test(arguments: [
    ("exit 5", "exit code 5"),
    ("kill -KILL $$", "signal 9"),
  ])
  func aFailedAgentIsNotJudged(command: String, detail: String) async throws {
    worker.order.turn.command = command
    worker.order.doctor = "true"
    _ = try await worker.run()
    #expect(try worker.outcome == .agentFailed(detail))
    #expect(try worker.types == ["worker.start"])
  }

  @Test func anUnknownAgentIsAFailedOne() async throws {
    worker.order.turn.agent = "nobody"
    worker.order.turn.command = nil
    _ = try await worker.run()
    #expect(try worker.outcome == .agentFailed("there is no agent \"nobody\""))
  }

  @Test func theWholeAttemptHasADeadline() async throws {
    worker.order.limits.minutes = 0.01
    worker.order.turn.command = "sleep 1000"
    _ = try await worker.run()
    #expect(try worker.outcome == .timedOut(minutes: 1))
    #expect(worker.left.isEmpty)
  }

  @Test func aSilentAgentIsEnded() async throws {
    worker.order.limits.stallMinutes = 0.01
    worker.order.turn.command = "sleep 1000"
    _ = try await worker.run()
    #expect(try worker.outcome == .stalled(minutes: 1))
    #expect(worker.left.isEmpty)
  }

  @Test func aDoctorHasADeadlineOfItsOwn() async throws {
    worker.order.limits.doctorSeconds = 1
    worker.order.doctor = "sleep 1000"
    _ = try await worker.run()
    let log = worker.directory.log(of: .doctor).string
    #expect(
      try worker.outcome
        == .checkFailed(
          CheckFailure(check: .doctor, exit: nil, detail: "timed out after 1 s", log: log)))
    #expect(try worker.types.last == "doctor.fail")
  }

  @Test func aTurnCanBeEndedAlone() async throws {
    worker.order.turn.command = "echo half >half; echo $PPID >\(worker.scratch.path)/event; sleep 1000"
    worker.order.doctor = "touch judged"
    let (end, _) = try await worker.whileRunning { processes in
      for process in processes { ProcessTable.signal(try worker.identity ?? process, SIGUSR1) }
    }
    #expect(end == .exited(0))
    #expect(try worker.outcome == .stopped)
    #expect(try worker.scratch.text("worktree/half") == "half\n")
    #expect(worker.left.isEmpty)
  }

  @Test func whatFollowsAFinishedTurnIsNotEnded() async throws {
    worker.order.doctor = "echo $$ >\(worker.scratch.path)/event; read -r word <\(worker.scratch.path)/go"
    try worker.scratch.makeFIFO("go")
    let (end, _) = try await worker.whileRunning { _ in
      ProcessTable.signal(try #require(try worker.identity), SIGUSR1)
      try await worker.write("on", to: "go")
    }
    #expect(end == .exited(0))
    #expect(try worker.outcome == .passed)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func aSignalStopsTheAttemptAndAllItsProcesses(signal: Int32) async throws {
    // The last one has neither our session nor our environment.
    worker.order.turn.command = """
      setsid sleep 1000 & a=$!
      env -i setsid sh -c "trap '' TERM; while :; do sleep 1000; done" & b=$!
      echo $a $b > ../event; wait
      """
    let processes = try await worker.whileRunning { processes in
      let identity = try #require(try JSONFile.read(ProcessIdentity.self, from: worker.directory.worker))
      #expect(ProcessTable.signal(identity, signal))
      return processes
    }
    #expect(try worker.outcome == .stopped)
    #expect(processes.value.count == 2)
    #expect(processes.value.filter(ProcessTable.isAlive).isEmpty)
    #expect(processes.end == .exited(0))
  }

  @Test func thereIsOneWorkerAndOneEnd() async throws {
    worker.order.turn.command = "echo > ../event; cat ../go"
    try worker.scratch.makeFIFO("go")
    let first = try await worker.whileRunning { _ in
      #expect(try await worker.start() == .exited(75))
      try worker.scratch.write("go", "on")
    }
    #expect(first.end == .exited(0))
    let types = try worker.types
    #expect(try await worker.start() == .exited(75))
    #expect(try worker.types == types)
    #expect(types.filter { $0 == "worker.start" }.count == 1)
  }

  @Test func aKilledWorkerTakesItsCommandAlongAndTheRestCarriesItsMark() async throws {
    worker.order.turn.command = "sleep 130 & echo $$ $! > ../event; wait"
    let processes = try await worker.whileRunning { processes in
      let identity = try #require(try JSONFile.read(ProcessIdentity.self, from: worker.directory.worker))
      #expect(ProcessTable.signal(identity, SIGKILL))
      return processes
    }
    #expect(processes.end == .signaled(SIGKILL))
    #expect(processes.value.count == 2)
    await ProcessTable.exit(of: processes.value[0])
    #expect(await ProcessTable.endAll(markedBy: worker.order.nonce) == [])
    #expect(processes.value.filter(ProcessTable.isAlive).isEmpty)
    #expect(try FileLock.status(worker.directory.workerLock) == .free)
    #expect(try JSONFile.read(AttemptExit.self, from: worker.directory.exit) == nil)
  }

  @Test func aFullDiskIsNobodysFault() async throws {
    try worker.scratch.makeLink("attempt/agent.jsonl", to: "/dev/full")
    worker.order.turn.command = "echo out; sleep 1000"
    #expect(try await worker.run() == .exited(0))
    let log = worker.directory.agentLog
    #expect(try worker.outcome == .infrastructure("could not write \(log): No space left on device"))
    #expect(worker.left.isEmpty)
  }

  @Test func anUnreadableOrderIsSaid() async throws {
    try worker.scratch.write("attempt/attempt.json", "{}")
    #expect(try await worker.start() == .exited(0))
    guard case .infrastructure = try worker.outcome else { return #expect(Bool(false)) }
  }

  @Test(arguments: [
    (["--version"], TerminationStatus.exited(0)), ([], .exited(64)), (["run"], .exited(64)),
    (["exec", "x"], .exited(64)), (["exec", "1", "--", "true"], .exited(126)),
  ])
  func judgesItsArguments(arguments: [String], status: TerminationStatus) async throws {
    #expect(try await worker.call(arguments) == status)
  }

  @Test(arguments: [("exit 6", 6), ("exec no-such-program", 127)])
  func theShimBecomesItsCommand(script: String, code: Int32) async throws {
    let shell = "\"$0\" exec $$ -- sh -c '\(script)'; exit $?"
    #expect(try await worker.call(["-c", shell, worker.program.string], by: "/bin/sh") == .exited(code))
  }

  @Test func theShimsCommandDiesWithItsParent() async throws {
    let shell = "\"$0\" exec $$ -- sleep 130 & echo $$ $! > event; wait"
    async let parent = worker.call(["-c", shell, worker.program.string], by: "/bin/sh")
    let processes = try await worker.event()
    #expect(processes.count == 2)
    #expect(ProcessTable.signal(processes[0], SIGKILL))
    #expect(try await parent == .signaled(SIGKILL))
    await ProcessTable.exit(of: processes[1])
    #expect(!ProcessTable.isAlive(processes[1]))
  }
}
