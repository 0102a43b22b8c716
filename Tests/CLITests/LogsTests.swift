import ArgumentParser
import Journal
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import CLI

@Suite("Logs of a run")
struct LogsTests {
  /// A run on disk, whose journal the story writes.
  private struct Disk {
    let scratch: ScratchDirectory
    let state: StateDirectory
    var run: RunDirectory { state.run(RunStory.run) }

    init() throws {
      scratch = try ScratchDirectory()
      state = StateDirectory(commonDirectory: scratch.path)
      try state.create()
    }

    func story(_ tasks: String) throws -> RunStory {
      try RunStory(tasks, into: try JournalWriter.open(run.journal, run: run.id).writer)
    }

    func write(_ text: String, to path: FilePath) throws {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }
  }

  @Test func mergeTheAttemptsOwnJournalsByTime() throws {
    let disk = try Disk()
    var story = try disk.story("001")
    try story.begin("001")
    let own = try JournalWriter.open(disk.run.task(try task("001")).attempt(1).events, run: nil).writer
    let first = Event.agentMessage(AgentText(text: "first"))
    let check = Event.check(.doctor, .start(command: "make"))
    for (seconds, event) in [(10.0, first), (20, check)] {
      _ = try own.append(
        [Entry(event, task: try task("001"), attempt: 1)], at: RunStory.noon.advanced(bySeconds: seconds),
        durable: false)
    }
    let size = Int(try disk.run.task(try task("001")).attempt(1).events.stat().size)
    try story.tell(check, "001", attempt: 1, source: size, after: 21)

    var history = RunHistory(disk.run)
    let types = try history.next { _ in true }.map(\.event.type).suffix(3)
    #expect(types == ["attempt.start", "agent.message", "doctor.start"])
    try story.tell(.attemptFinish(.passed), "001", attempt: 1, after: 1)
    #expect(try history.next { _ in true }.map(\.event.type) == ["attempt.finish"])
  }

  @Test func takeUpWhatADeadOrchestratorDidNot() throws {
    let disk = try Disk()
    var story = try disk.story("001")
    try story.begin("001")
    let own = try JournalWriter.open(disk.run.task(try task("001")).attempt(1).events, run: nil).writer
    _ = try own.append(
      [Entry(.check(.doctor, .start(command: "make")), task: try task("001"), attempt: 1)], at: story.now,
      durable: false)
    var live = RunHistory(disk.run)
    #expect(try live.next { $0.event.type == "doctor.start" }.isEmpty)
    var orphaned = RunHistory(disk.run, isOrphaned: true)
    #expect(try orphaned.next { $0.event.type == "doctor.start" }.count == 1)
  }

  @Test func filterByTaskTypeAndText() throws {
    var story = try RunStory("001", "002")
    try story.land("001")
    try story.fail("002")
    let ofTask = try LogFilter(tasks: [task("002")])
    #expect(story.records.filter(ofTask.admits).allSatisfy { $0.task?.description == "002" })
    let ofType = try LogFilter(type: "gate.*")
    #expect(
      story.records.filter(ofType.admits).map(\.event.type) == ["gate.pass", "gate.start", "gate.pass"])
    let ofText = try LogFilter(pattern: "exit [0-9]+")
    #expect(ofText.admits("doctor fails: exit 12") && !ofText.admits("doctor passes"))
  }

  @Test(arguments: ["(", "[a", "*"])
  func refuseABadPatternAsMisuse(_ pattern: String) {
    #expect { try LogFilter(pattern: pattern) } throws: { ($0 as? Failure)?.code == .usage }
    #expect { try LogFilter(type: "{a") } throws: { ($0 as? Failure)?.code == .usage }
  }

  @Test func findTheDoctorsOutput() throws {
    let disk = try Disk()
    var story = try disk.story("001")
    let directory = disk.run.task(try task("001"))
    for number in 1...2 { _ = try JournalWriter.open(directory.attempt(number).events, run: nil) }
    try disk.write("old\n", to: directory.attempt(1).log(of: .doctor))
    try disk.write("lint\n", to: directory.attempt(2).log(of: .lint))
    try story.begin("001")
    var logs = DoctorLogs(run: disk.run, records: story.records)
    #expect(try logs.find(task("001"), attempt: nil).map(\.title) == ["attempt 1, doctor"])
    try story.tell(.attemptFinish(.lost), "001", attempt: 1)
    try story.tell(.taskRetry(TaskRetry(reason: .interrupted("x"))), "001")
    try story.begin("001", attempt: 2)
    logs = DoctorLogs(run: disk.run, records: story.records)
    #expect(try logs.find(task("001"), attempt: nil).map(\.title) == ["attempt 2, lint"])
    #expect(try logs.find(task("001"), attempt: 1).map(\.title) == ["attempt 1, doctor"])
    #expect(throws: Failure.self) { try logs.find(task("001"), attempt: 3) }
  }

  @Test func printAFileOfAnySizeLineByLine() throws {
    let disk = try Disk()
    let path = disk.scratch.path.appending("doctor.log")
    let text = (0..<40_000).map { "line \($0)\u{1B}[31m!\r\n" }.joined() + "no end"
    try disk.write(text, to: path)
    var lines: [String] = []
    try LogText(path: path).each { line in
      lines.append(line)
      return true
    }
    #expect(lines.count == 40_001)
    #expect(lines.prefix(2) == ["line 0!", "line 1!"])
    #expect(lines.suffix(2) == ["line 39999!", "no end"])
    #expect(LogText(path: path).end(lines: 2) == ["line 39999!", "no end"])
    var count = 0
    try LogText(path: path).each { _ in
      count += 1
      return count < 3
    }
    #expect(count == 3)
  }

  @Test func measureAttemptsAndGates() throws {
    var story = try RunStory("001", "002")
    try story.land("001")
    try story.begin("002")
    let stretches = Timeline(story.records).stretches
    #expect(stretches.map(\.what) == ["attempt 1", "gate", "landing", "attempt 1"])
    #expect(stretches.map { $0.end?.seconds(since: $0.start) } == [120, 120, 0, nil])
  }

  @Test func showEachFailureWithItsOutputAndWhatToDo() throws {
    var story = try RunStory("001")
    try story.fail("001")
    let digest = FailureDigest(story.records)
    let lines = digest.lines(report: try StatusReport(story), palette: Palette(isColored: false)) { path in
      ["end of \(path)"]
    }
    #expect(
      lines.prefix(4) == [
        "12:01:00 001 attempt 1 fails: doctor fails: exit 1", "  | end of /logs/doctor.log",
        "  all of it: /logs/doctor.log",
        "12:01:00 001 given up: no progress, the same files failed twice: doctor fails: exit 1",
      ])
    #expect(lines.contains { $0.contains("git orchestrate retry 001") })
  }

  @Test func aRunThatNobodyIsAtIsOrphaned() throws {
    let disk = try Disk()
    var story = try disk.story("001")
    var watching = try RunWatch(disk.run, in: disk.state)
    #expect(try watching.look().situation == .orphaned)
    try withHeldLock(disk.state) { try #expect(watching.look().situation == .underWay) }
    try story.tell(.runStop(RunStop(cause: .interrupt)))
    try withHeldLock(disk.state) { try #expect(watching.look().situation == .underWay) }
    #expect(try watching.look().situation == .ended(.interrupted))
  }

  private func withHeldLock(_ state: StateDirectory, _ body: () throws -> Void) throws {
    let holder = ProcessIdentity(pid: 1, started: 1, boot: "b")
    guard case .acquired(let lock) = try FileLock.acquire(state.lock, for: holder) else {
      Issue.record("the lock is held")
      return
    }
    defer { lock.release() }
    try body()
  }

  @Test(
    arguments: [
      (["003"], true), (["doctor", "003"], true), (["doctor"], false), (["003", "--attempt", "1"], false),
      (["failures", "--follow"], false), (["timeline"], true), (["--follow", "003"], true),
      (["doctor", "--attempt", "2", "003"], true),
    ] as [([String], Bool)])
  func takeAViewAsTheFirstWord(_ arguments: [String], _ isValid: Bool) {
    #expect(((try? LogsCommand.parse(arguments)) != nil) == isValid)
  }
}
