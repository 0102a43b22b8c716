import ArgumentParser
import Configuration
import FoundationEssentials
import Journal
import Orchestration
import Planning
import SystemPackage
import TestSupport
import Testing

@testable import CLI

struct PlanTests {
  let project: Project

  init() async throws {
    project = try await Project()
    try project.configure(
      "worker: {agent: codex, sandbox: none}\ndoctor: make\nresources: [{name: src, paths: [src/**]}]\n")
  }

  private func plan(_ text: String, isDry: Bool = false) async throws -> PlanReport {
    try project.fixture.write("PLAN.md", text)
    let options = try GlobalOptions.parse(["--quiet"])
    let workspace = try project.workspace()
    var session = PlanSession(workspace: workspace, output: Output(options))
    session.isDry = isDry
    return try await session.plan(PlanInput(nil, in: workspace))
  }

  private func changes(_ report: PlanReport) -> [String] { report.changes.map { "\($0.id) \($0.fate)" } }

  @Test func aPlanBecomesTasksThatNeedNoFurtherApproval() async throws {
    let report = try await plan("# One\nwrites: src\n# Two\ndepends: One\ndoctor: make\n\nDo two.\n")
    #expect(changes(report) == ["001 created", "002 created"])
    #expect(try project.spec("002").prompt == "# Two\n\nDo two.\n")
    #expect(try project.spec("002").dependencies == [TaskID("001")].compactMap { $0 })
    let workspace = try project.workspace()
    let config = try workspace.configuration()
    #expect(TrustedText(config: config, tasks: try workspace.tasks(config.config).tasks).commands.isEmpty)
    let events = try workspace.state.journal.records().map(\.event.type)
    #expect(events == ["plan.start", "plan.finish"])
  }

  @Test func aDryRunAndARefusedPlanWriteNothing() async throws {
    let report = try await plan("# One\nwrites: src\n", isDry: true)
    #expect(changes(report) == ["001 created"] && report.rows.count == 1)
    #expect(try !project.exists(".tasks") && project.workspace().state.journal.records().isEmpty)
    let status = await exitStatus { _ = try await plan("# One\nwrites: src\n# Two\nwrites: srv\n") }
    #expect(status == .configuration && !project.exists(".tasks"))
    #expect(
      try project.workspace().state.journal.records().map(\.event.type) == ["plan.start", "plan.refuse"])
  }

  @Test func whatHasStartedStaysAndNoIDComesBack() async throws {
    _ = try await plan("# One\nwrites: src\n# Two\nreads: src\n# Three\nreads: src\n")
    let workspace = try project.workspace()
    let run = workspace.state.run(Project.run)
    try run.freeze(project.spec("001"))
    _ = try JournalWriter.open(run.journal, run: run.id)
    try await project.land(project.spec("002"), "src/api.txt", "two\n")
    let before = try project.spec("001")
    let report = try await plan("# One\nreads: src\n# Two\nwrites: src\n# Four\nreads: src\n")
    #expect(changes(report) == ["001 kept", "002 kept", "004 created", "003 orphan"])
    #expect(try project.spec("001") == before)
    try FileManager.default.removeItem(atPath: project.root.appending(".tasks/004-four").string)
    let again = try await plan("# One\nreads: src\n# Two\nwrites: src\n# Five\nreads: src\n")
    #expect(changes(again).contains("005 created"))
  }

  @Test func anUpdateKeepsWhatElseIsInTheFolderAndAnUnchangedItemEverything() async throws {
    _ = try await plan("# One\nwrites: src\n# Two\nreads: src\n")
    try project.fixture.write(".tasks/001-one/notes.txt", "mine")
    try project.fixture.write(".tasks/002-two/spec.md", "Better words.\n")
    let report = try await plan("# One\nreads: src\n# Two\nreads: src\n")
    #expect(changes(report) == ["001 updated", "002 unchanged"])
    #expect(project.text(".tasks/001-one/notes.txt") == "mine")
    #expect(try project.spec("001").locks.reads == [ResourceName("src")])
    #expect(try project.spec("002").prompt == "Better words.\n")
  }

  @Test func aPlanThatWasCutShortIsFinishedByWhoeverLooksNext() async throws {
    _ = try await plan("# One\nwrites: src\n")
    let old = try #require(project.text(".tasks/001-one/manifest.json"))
    let new = old.split(separator: "locks").joined(separator: "locks")
    try project.fixture.write(".tasks/.plan/001-one/spec.md", "New.\n")
    try project.fixture.write(".tasks/.plan/001-one/manifest.json", new)
    try project.fixture.write(".tasks/.plan/002-two/manifest.json", "{\"id\": \"002\"}")
    try project.fixture.write(".tasks/.plan/002-two/spec.md", "Two.\n")
    // Not decided yet, so nothing of it counts.
    try project.fixture.write(".tasks/.plan-draft/003-three/manifest.json", "{")
    #expect(try project.spec("001").prompt == "New.\n")
    #expect(try project.spec("002").prompt == "Two.\n")
    #expect(!project.exists(".tasks/.plan"))
    _ = try await plan("# One\nwrites: src\n")
    #expect(!project.exists(".tasks/003-three"))
  }

  @Test func tasksThatNobodyWouldWorkOnAreNotMade() async throws {
    try project.configure("worker: {agent: command, sandbox: none}\ndoctor: make\n")
    #expect(await exitStatus { _ = try await plan("# One\nwrites: other\n") } == .configuration)
    let report = try await plan("# One\nwrites: other\nagent: claude\n")
    #expect(changes(report) == ["001 created"])
  }

  @Test func anotherPlanIsNotMadeMeanwhile() async throws {
    let workspace = try project.workspace()
    try workspace.state.create()
    let holder = ProcessIdentity(pid: 1, started: 1, boot: "x")
    guard
      case .acquired(let lock) = try FileLock.acquire(
        workspace.state.path.appending("plan.lock"), for: holder)
    else { throw Missing() }
    defer { lock.release() }
    #expect(await exitStatus { _ = try await plan("# One\nwrites: src\n") } == .refused)
  }
}
