import FoundationEssentials
import Glibc
import Journal
import Orchestration
import Sandboxes
import SystemPackage
import TestSupport
import Testing

@testable import Workers

/// The host with the real `orchestrate-worker`.
@Suite(.timeLimit(.minutes(1)))
struct AttemptHostPerformTests {
  let fixture: AttemptHostFixture

  init() async throws {
    fixture = try await AttemptHostFixture()
    try await fixture.prepare()
  }

  /// Says who it is, and waits until it may go on.
  private static let waiting =
    "echo x >> ../../starts; echo $$ > ../../event; cat ../../go > /dev/null"

  /// Leaves processes of every kind behind: in its group, in sessions of their own.
  private static let endless = """
    sleep 1000 & a=$!; setsid sleep 1000 & b=$!; echo $$ $a $b > ../../event; wait
    """

  private func perform(_ assignment: AttemptAssignment) throws -> Performance {
    Performance(assignment, by: try fixture.host())
  }

  @Test func aPassedAttemptIsReportedOnce() async throws {
    let performance = try perform(
      try await fixture.assignment("cat; echo work > result", doctor: "grep -q work result"))
    #expect(try await performance.outcome.value == .passed)
    let entries = performance.reports.all
    #expect(
      entries.map(\.event.type) == ["worker.start", "doctor.start", "doctor.pass", "worker.exit"])
    #expect(entries.allSatisfy { $0.task == (try? fixture.task) && $0.attempt == 1 })
    var tail = JournalTail(try fixture.attempt().events)
    let written = try tail.next().filter { $0.record.event.type != "agent.message" }
    #expect(entries.dropLast().map(\.source) == written.map { Optional($0.end) })
    #expect(entries.dropLast().map(\.event) == written.map(\.record.event))
    #expect(entries.last?.source == nil)
    #expect(try await fixture.read("trees/001/result") == "work\n")
    #expect(try fixture.left.isEmpty)
  }

  @Test func theOrderIsWrittenDown() async throws {
    let secret = ["TOKEN": "hunter2-hunter2", "GIT_DIR": "/nowhere", "AWS_SECRET": "s3cret"]
    let host = try fixture.host {
      $0.environment.merge(secret) { $1 }
      $0.agents["command"] = AgentSettings(command: nil, environment: ["TOKEN"])
    }
    let script = "test $TOKEN = hunter2-hunter2 && test -z \"$GIT_DIR$AWS_SECRET\""
    let assignment = try await fixture.assignment(script, doctor: "test -z \"$TOKEN$GIT_DIR$AWS_SECRET\"")
    #expect(try await Performance(assignment, by: host).outcome.value == .passed)
    let order = try #require(try JSONFile.read(AttemptOrder.self, from: fixture.attempt().order))
    #expect(order.credentials == ["TOKEN"])
    #expect(try await !fixture.shell("cat '\(fixture.attempt().order)'").contains("hunter2-hunter2"))
    #expect(Set(order.environment.keys) == ["PATH", "HOME", "TMPDIR"])
    #expect(order.worktree == fixture.worktree.string)
    #expect(order.turn.prompt.contains("Add things."))
    #expect(try await fixture.shell("cat '\(fixture.attempt().prompt)'") == order.turn.prompt)
    let modes = "stat -c %a '\(try fixture.attempt().order)' '\(try fixture.attempt().prompt)'"
    #expect(try await fixture.shell(modes) == "600\n600\n")
  }

  @Test func aFailedDoctorIsAFailedAttempt() async throws {
    let performance = try perform(try await fixture.assignment("true", doctor: "echo no; exit 3"))
    let log = try fixture.attempt().log(of: .doctor).string
    #expect(
      try await performance.outcome.value == .checkFailed(CheckFailure(check: .doctor, exit: 3, log: log)))
    #expect(performance.reports.types == ["worker.start", "doctor.start", "doctor.fail", "worker.exit"])
  }

  @Test func theNextOrchestratorGoesOnWithTheLivingWorker() async throws {
    let first = try perform(try await fixture.assignment(Self.waiting, doctor: "true"))
    try await fixture.event()
    await first.reports.wait(for: "worker.start")
    let worker = try fixture.workerIdentity
    await first.abandon()
    #expect(ProcessTable.isAlive(worker))

    let known = try await fixture.assignment(Self.waiting, doctor: "true", source: first.reports.source)
    let second = try perform(known)
    await second.reports.wait(for: "worker.reattach")
    try await fixture.go()
    #expect(try await second.outcome.value == .passed)
    #expect(try fixture.workerIdentity == worker)
    #expect(try await fixture.read("starts") == "x\n")
    #expect(first.reports.types == ["worker.start"])
    #expect(second.reports.types == ["worker.reattach", "doctor.start", "doctor.pass", "worker.exit"])
    #expect(try fixture.left.isEmpty)
  }

  @Test func aResultThatNobodyWaitedForIsFound() async throws {
    let first = try perform(try await fixture.assignment(Self.waiting, doctor: "true"))
    try await fixture.event()
    await first.reports.wait(for: "worker.start")
    let worker = try fixture.workerIdentity
    await first.abandon()
    try await fixture.go()
    await ProcessTable.exit(of: worker)

    let known = try await fixture.assignment(Self.waiting, doctor: "true", source: first.reports.source)
    let second = try perform(known)
    #expect(try await second.outcome.value == .passed)
    #expect(second.reports.types == ["doctor.start", "doctor.pass"])
    let third = try perform(
      try await fixture.assignment(Self.waiting, doctor: "true", source: second.reports.source))
    #expect(try await third.outcome.value == .passed)
    #expect(third.reports.all.isEmpty)
    #expect(try await fixture.read("starts") == "x\n")
  }

  @Test func aKilledWorkerIsLostAndLeavesNothing() async throws {
    let performance = try perform(try await fixture.assignment(Self.endless))
    let processes = try await fixture.event()
    #expect(processes.count == 3)
    #expect(ProcessTable.signal(try fixture.workerIdentity, SIGKILL))
    #expect(try await performance.outcome.value == .lost)
    #expect(performance.reports.types == ["worker.start", "worker.lost"])
    #expect(processes.filter(ProcessTable.isAlive).isEmpty)
    #expect(try fixture.left.isEmpty)
  }

  @Test func aWorkerThatWasKilledUnattendedIsLost() async throws {
    let assignment = try await fixture.assignment(Self.endless)
    let first = try perform(assignment)
    let processes = try await fixture.event()
    await first.reports.wait(for: "worker.start")
    let worker = try fixture.workerIdentity
    await first.abandon()
    #expect(ProcessTable.signal(worker, SIGKILL))
    await ProcessTable.exit(of: worker)
    let second = try perform(try await fixture.assignment(Self.endless, source: first.reports.source))
    #expect(try await second.outcome.value == .lost)
    #expect(second.reports.types == ["worker.lost"])
    #expect(processes.filter(ProcessTable.isAlive).isEmpty)
    #expect(try fixture.left.isEmpty)
  }

  @Test func stoppingEndsEverything() async throws {
    let host = try fixture.host()
    let performance = Performance(try await fixture.assignment(Self.endless), by: host)
    let processes = try await fixture.event()
    await host.stop(.everything, of: try fixture.task, attempt: 1)
    #expect(processes.count == 3)
    #expect(processes.filter(ProcessTable.isAlive).isEmpty)
    #expect(try fixture.left.isEmpty)
    #expect(try await performance.outcome.value == .stopped)
  }

  @Test func endingATurnEndsItsAttempt() async throws {
    let host = try fixture.host()
    let performance = Performance(try await fixture.assignment(Self.endless, doctor: "true"), by: host)
    let processes = try await fixture.event()
    await host.stop(.turn, of: try fixture.task, attempt: 1)
    #expect(try await performance.outcome.value == .stopped)
    #expect(processes.filter(ProcessTable.isAlive).isEmpty)
    #expect(!performance.reports.types.contains("doctor.start"))
  }

  @Test func anAttemptWhoseAgentIsDoneGoesOnToItsEnd() async throws {
    let host = try fixture.host()
    let performance = Performance(try await fixture.assignment("true", doctor: Self.waiting), by: host)
    try await fixture.event()
    await host.stop(.turn, of: try fixture.task, attempt: 1)
    try await fixture.go()
    #expect(try await performance.outcome.value == .passed)
  }

  @Test(arguments: [StopReach.everything, .turn])
  func whatWasStoppedBeforeItBeganDoesNotBegin(_ reach: StopReach) async throws {
    let host = try fixture.host()
    await host.stop(reach, of: try fixture.task, attempt: 1)
    let performance = Performance(try await fixture.assignment("echo x >begun"), by: host)
    #expect(try await performance.outcome.value == .stopped)
    #expect(!fixture.exists(fixture.worktree.appending("begun")))
    #expect(performance.reports.types == [])
  }

  @Test func anyHostCanStopAWorker() async throws {
    let performance = try perform(try await fixture.assignment(Self.endless))
    let processes = try await fixture.event()
    await performance.reports.wait(for: "worker.start")
    await performance.abandon()
    let other = try fixture.host()
    await other.stop(.everything, of: try fixture.task, attempt: 1)
    #expect(processes.filter(ProcessTable.isAlive).isEmpty)
    let later = try perform(try await fixture.assignment(Self.endless))
    #expect(try await later.outcome.value == .stopped)
  }

  @Test func aWorkerThatDiesWhileItIsStoppedWasStopped() async throws {
    let host = try fixture.host()
    let performance = Performance(try await fixture.assignment(Self.endless), by: host)
    let processes = try await fixture.event()
    let worker = try fixture.workerIdentity
    // It cannot react to being asked, so that it is still there when it is killed.
    #expect(ProcessTable.signal(worker, SIGSTOP))
    async let stopped: Void = host.stop(.everything, of: try fixture.task, attempt: 1)
    await exitOfKilled(worker)
    try await stopped
    #expect(try await performance.outcome.value == .stopped)
    #expect(processes.filter(ProcessTable.isAlive).isEmpty)
  }

  /// Kills the worker once it has been asked to end.
  private func exitOfKilled(_ worker: ProcessIdentity) async {
    while isAlive(worker), !hasPending(SIGTERM, worker) { await Task.yield() }
    ProcessTable.signal(worker, SIGKILL)
    await ProcessTable.exit(of: worker)
  }

  private func isAlive(_ worker: ProcessIdentity) -> Bool { ProcessTable.isAlive(worker) }

  private func hasPending(_ signal: Int32, _ worker: ProcessIdentity) -> Bool {
    let status = text("/proc/\(worker.pid)/status")
    let line = status.split(separator: "\n").first { $0.hasPrefix("ShdPnd:") } ?? ""
    let pending = UInt64(line.dropFirst("ShdPnd:".count).drop { $0.isWhitespace }, radix: 16) ?? 0
    return pending & (1 << UInt64(signal - 1)) != 0
  }

  @Test func aWorkerThatFindsTheAttemptTakenLeavesItToTheOther() async throws {
    // The first worker was launched by an orchestrator that died before it could know; ours comes second.
    try fixture.git.write(
      "../worker",
      """
      #!/bin/sh
      setsid '\(fixture.worker)' "$@" < /dev/null > /dev/null 2>&1 &
      cat '\(fixture.directory)/launched' > /dev/null
      exec '\(fixture.worker)' "$@"
      """, executable: true)
    try await fixture.shell("mkfifo launched")
    let host = try fixture.host { $0.worker = fixture.directory.appending("worker") }
    let performance = Performance(try await fixture.assignment(Self.waiting, doctor: "true"), by: host)
    try await fixture.event()
    let first = try fixture.workerIdentity
    let us = try #require(ProcessTable.current)
    let launched = try #require(ProcessTable.descendants(of: us).first { $0 != first && isWorker($0) })
    try await fixture.shell("echo > launched")
    await ProcessTable.exit(of: launched)
    try await fixture.go()
    #expect(try await performance.outcome.value == .passed)
    #expect(try fixture.workerIdentity == first)
    #expect(try await fixture.read("starts") == "x\n")
    #expect(performance.reports.types == ["worker.start", "doctor.start", "doctor.pass", "worker.exit"])
  }

  private func isWorker(_ process: ProcessIdentity) -> Bool {
    text("/proc/\(process.pid)/cmdline").contains(fixture.directory.appending("worker").string)
  }

  private func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  @Test func aMissingWorkerProgramIsSaid() async throws {
    let missing = fixture.directory.appending("missing")
    let host = try fixture.host { $0.worker = missing }
    let assignment = try await fixture.assignment("true")
    let error = await #expect(throws: (any Error).self) {
      try await Performance(assignment, by: host).outcome.value
    }
    #expect("\(String(describing: error))".contains(missing.string))
  }
}
