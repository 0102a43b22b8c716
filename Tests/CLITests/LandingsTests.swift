import Configuration
import Git
import Journal
import Landing
import Orchestration
import TestSupport
import Testing

@testable import CLI

struct LandingsTests {
  let project: Project

  init() async throws {
    project = try await Project()
    try project.addTask("001")
    try project.addTask("002")
  }

  private func landings() throws -> LedgerView {
    let workspace = try project.workspace()
    return try workspace.landings(workspace.configuration().config)
  }

  @Test func trailersAreALedger() async throws {
    let first = try await project.land(project.spec("001"), "a", "1\n")
    let second = try await project.land(project.spec("002"), "b", "1\n")
    let entries = try landings().history.entries
    #expect(entries.map(\.commit.description) == [first, second])
    #expect(entries.map(\.task.description) == ["001", "002"])
    #expect(try landings().isLanded(project.spec("001")))
    #expect(!project.exists(".git/orchestrate"))
  }

  @Test func aRebuiltLedgerIsWrittenOnce() async throws {
    try await project.land(project.spec("001"), "a", "1\n")
    let workspace = try project.workspace()
    let config = try workspace.configuration().config
    try workspace.keepRebuiltLedger(config)
    #expect(try workspace.state.ledger.history().entries.count == 1)
    try await project.land(project.spec("002"), "b", "1\n")
    try workspace.keepRebuiltLedger(config)
    #expect(try workspace.state.ledger.history().entries.count == 1)
  }

  @Test func aMergeIntoThePeoplesBranchHidesNothing() async throws {
    try await project.land(project.spec("001"), "a", "1\n")
    try project.fixture.write("theirs", "x\n")
    try await project.git("add", "theirs")
    try await project.git("commit", "--quiet", "--message", "theirs")
    try await project.git("merge", "--quiet", "--no-edit", "orchestrate/main")
    try await project.git("branch", "--quiet", "--force", "orchestrate/main", "main")
    #expect(try landings().isLanded(project.spec("001")))
  }

  @Test func whatIsNotReachableDoesNotCount() async throws {
    let first = try await project.land(project.spec("001"), "a", "1\n")
    try await project.land(project.spec("002"), "b", "1\n")
    let workspace = try project.workspace()
    try workspace.keepRebuiltLedger(workspace.configuration().config)
    try await project.git("update-ref", "refs/heads/orchestrate/main", first)
    let view = try landings()
    #expect(try view.isLanded(project.spec("001")))
    #expect(try !view.isLanded(project.spec("002")))
    #expect(try view.isLandedButUnreachable(project.spec("002")))
    #expect(view.landedTasks.map(\.description) == ["001"])
    try await project.git("reflog", "expire", "--expire=now", "--all")
    try await project.git("gc", "--quiet", "--prune=now")
    #expect(try landings().isLandedButUnreachable(project.spec("002")))
  }

  @Test func aChangedTaskHasNotLanded() async throws {
    try await project.land(project.spec("001"), "a", "1\n")
    try project.addTask("001", spec: "Do something else.\n")
    let view = try landings()
    #expect(try !view.isLanded(project.spec("001")))
    #expect(try !view.isLandedButUnreachable(project.spec("001")))
    #expect(view.landedTasks.map(\.description) == ["001"])
    let specs = try [project.spec("001"), project.spec("002")]
    #expect(view.satisfied(besides: specs).isEmpty)
    #expect(view.satisfied(besides: [specs[1]]).map(\.description) == ["001"])
  }

  @Test func tasksSayWhetherTheyHaveLanded() async throws {
    try project.configure(
      "doctor: make\nresources: [{name: api, paths: [\"src/**\"]}]\nagents: {mine: {command: x}}\n")
    try project.addTask(
      "003",
      """
      "agent": "mine", "dependencies": ["001"], "locks": {"reads": ["api"]}, \
      "files": {"writes": ["src/a", "docs/**"]}, "verify": {"doctor": "make docs"}
      """)
    try await project.land(project.spec("001"), "a", "1\n")
    let rows = try TaskOverview(project.workspace()).rows
    #expect(rows.map(\.landing) == [.landed, .no, .no])
    #expect(
      rows[2].full
        == ["003", "x", "001", "writes api, other", "docs/**", "mine", "make docs", "open"])
    #expect(rows[1].claims == "writes everything")
    #expect(await exitStatus { _ = try project.spec("004") } == .configuration)
  }
}
