import FoundationEssentials
import Journal
import Orchestration
import SystemPackage
import Testing

@Suite struct StateDirectoryTests {
  private let directory: TemporaryDirectory
  private let state: StateDirectory

  init() throws {
    directory = try TemporaryDirectory()
    state = StateDirectory(commonDirectory: directory.path)
  }

  @Test func everyFileHasItsPlace() {
    let run = state.run(Sample.run)
    let attempt = run.task(Sample.task).attempt(3)
    let expected: [(FilePath, String)] = [
      (state.lock, "lock"), (state.spool.directory, "spool"), (state.journal.path, "journal.jsonl"),
      (state.ledger.path, "ledger.jsonl"), (state.trust, "trust.json"), (state.verdicts, "verdicts"),
      (run.journal, "runs/\(Sample.run)/journal.jsonl"), (run.config, "runs/\(Sample.run)/config.yaml"),
      (run.task(Sample.task).home, "runs/\(Sample.run)/tasks/001/home"),
      (run.task(Sample.task).mailbox, "runs/\(Sample.run)/tasks/001/mailbox"),
      (attempt.order, "runs/\(Sample.run)/tasks/001/attempt-03/attempt.json"),
      (attempt.log(of: .doctor), "runs/\(Sample.run)/tasks/001/attempt-03/doctor.log"),
    ]
    for (path, name) in expected { #expect(path == directory.file("orchestrate/\(name)")) }
    #expect(run.task(Sample.task).attempt(100).path.lastComponent == "attempt-100")
  }

  @Test func isMadePrivate() throws {
    try state.create()
    try state.create()
    for path in [state.path, state.spool.directory, state.verdicts] { #expect(try path.mode == 0o700) }
  }

  @Test func runsAreNewestFirst() throws {
    #expect(try state.runs().isEmpty && state.latestRun == nil)
    let ids = [0, 2000, 1000].map { RunID(startingAt: Sample.time.advanced(bySeconds: $0), suffix: 1) }
    for id in ids { _ = try JournalWriter.open(state.run(id).journal, run: id) }
    try JSONFile.write(1, to: state.path.appending("runs/not-a-run/journal.jsonl"))
    let unborn = RunID(startingAt: Sample.time.advanced(bySeconds: 9000), suffix: 1)
    try JSONFile.write(1, to: state.run(unborn).config)
    #expect(try state.runs().map(\.id) == ids.sorted(by: >))
    #expect(try state.latestRun?.id == ids[1])
    #expect(try state.brokenLaunches().map(\.id) == [unborn])
  }
}
