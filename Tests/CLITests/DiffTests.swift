import Git
import Journal
import Orchestration
import Testing

@testable import CLI

struct DiffTests {
  let project: Project
  let run: ScriptedRun
  let task: TaskID

  init() async throws {
    project = try await Project()
    run = try await ScriptedRun(project, tasks: ["001"])
    task = try TaskID("001").orThrow()
    try await run.begin("001")
    try run.write("001", "README", "worked\n")
    try run.write("001", "added", "new\n")
  }

  private func report(attempt: Int? = nil) throws -> DiffReport? {
    let workspace = try project.workspace()
    let repository = try workspace.openRepository()
    let store = try RunStore(workspace.state.run(named: "latest"))
    let record = try store.state[task].orThrow()
    let diff =
      try attempt.map { try TaskDiff(attempt: $0, of: task, in: store, repository) }
      ?? TaskDiff(of: record, in: repository)
    return try diff.map { try DiffReport($0, of: task, in: repository) }
  }

  @Test func aRunningTaskShowsItsFiles() throws {
    let report = try report().orThrow()
    #expect(report.commit == nil)
    #expect(report.lines == ["M  README", "A  added", "2 files changed, 2 insertions(+), 1 deletion(-)"])
  }

  @Test func anAttemptIsShownByItsSnapshot() async throws {
    let snapshot = try await run.snapshot("001", passed: false)
    try run.fail("001")
    try run.write("001", "added", "after the attempt\n")
    #expect(try report()?.commit == snapshot)
    #expect(try report(attempt: 1)?.commit == snapshot)
    #expect(try report(attempt: 2) == nil)
    #expect(try report()?.insertions == 2)
  }

  @Test func whatLandedIsShownThoughTheSnapshotIsGone() async throws {
    let snapshot = try await run.snapshot("001", passed: true)
    try await run.land("001", snapshot)
    #expect(try report()?.commit == snapshot)
    let files = try report()?.lines
    try await project.git("update-ref", "-d", "refs/orchestrate/snapshots/\(run.id)/001/1")
    try await project.git("update-ref", "-d", "refs/heads/orchestrate/task/\(run.id)/001")
    try await project.git("gc", "--quiet", "--prune=now")
    #expect(try report()?.lines == files)
    #expect(try report()?.commit != snapshot)
  }
}
