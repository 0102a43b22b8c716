import Configuration
import FoundationEssentials
import Git
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import CLI

struct DeliveryTests {
  let project: Project
  let landed: String

  init() async throws {
    project = try await Project()
    try project.addTask("001")
    try await project.git("config", "user.name", "A Person")
    try await project.git("config", "user.email", "person@example.com")
    landed = try await project.land(project.spec("001"), "src/api.txt", "landed\n")
  }

  private func plan(into branch: String? = nil) throws -> Delivery {
    let workspace = try project.workspace()
    return try Delivery(workspace, config: workspace.configuration().config, into: branch)
  }

  @discardableResult
  private func deliver(into branch: String? = nil) async throws -> String {
    try await plan(into: branch).carry(in: project.workspace()).hex
  }

  private func commitOnMain(_ path: String, _ text: String) async throws {
    try project.fixture.write(path, text)
    try await project.git("add", path)
    try await project.git("commit", "--quiet", "--message", "a person's")
  }

  private func isClean() async throws -> Bool {
    try await project.git("status", "--porcelain", "--untracked-files=no").isEmpty
  }

  @Test func theBranchAndItsCheckoutFastForward() async throws {
    try project.fixture.write("untracked", "mine\n")
    #expect(try plan().way == .fastForward)
    #expect(try plan().landed.map(\.task.description) == ["001"])
    #expect(try plan().landed.map(\.subject) == ["x (001)"])
    #expect(try await deliver() == landed)
    #expect(try await project.git("rev-parse", "main") == landed)
    #expect(project.text("src/api.txt") == "landed\n")
    #expect(project.text("untracked") == "mine\n")
    #expect(try await isClean())
    #expect(try plan().way == .nothingNew)
    #expect(try plan().landed.isEmpty)
  }

  @Test func aBranchThatMovedOnIsMerged() async throws {
    try await commitOnMain("README", "theirs\n")
    let tip = try await project.git("rev-parse", "main")
    let merge = try await deliver()
    #expect(
      try await project.git("log", "-1", "--format=%P|%an|%s", merge)
        == "\(tip) \(landed)|A Person|Merge branch 'orchestrate/main' into main")
    #expect(project.text("src/api.txt") == "landed\n")
    #expect(project.text("README") == "theirs\n")
    #expect(try await isClean())
    #expect(try await project.git("for-each-ref", "refs/orchestrate") == "")
  }

  @Test func aConflictChangesNothing() async throws {
    try await commitOnMain("src/api.txt", "theirs\n")
    let before = try await project.picture()
    let failure = await #expect(throws: Failure.self) { try await deliver() }
    #expect(failure?.code == .unfinished)
    #expect(failure?.hint == "merge it by hand: git switch main && git merge orchestrate/main")
    #expect(try await project.picture() == before)
  }

  @Test(arguments: ["README", "src/api.txt"])
  func changesOfAPersonStopIt(path: String) async throws {
    try project.fixture.write(path, "precious\n")
    let before = try await project.picture()
    #expect(await exitStatus { try await deliver() } == .environment)
    #expect(try await project.picture() == before)
    #expect(project.text(path) == "precious\n")
  }

  @Test(arguments: [false, true])
  func aFileInTheWayStopsIt(byMerge: Bool) async throws {
    if byMerge { try await commitOnMain("README", "theirs\n") }
    try await project.land(project.spec("001"), "new", "landed\n")
    try project.fixture.write("new", "precious\n")
    let before = try await project.picture()
    #expect(await exitStatus { try await deliver() } == .environment)
    #expect(try await project.picture() == before)
    #expect(project.text("new") == "precious\n")
  }

  @Test(arguments: [false, true])
  func whatWasCutShortIsFinished(byMerge: Bool) async throws {
    if byMerge { try await commitOnMain("README", "theirs\n") }
    let plan = try plan()
    let tree: ObjectID = if case .merge(let tree) = plan.way { tree } else { plan.mainTip }
    // Cut short between the checkout and the move of the branch.
    try Repository(at: project.root.string).checkoutSafely(from: plan.branchTip, to: tree)
    #expect(try await !isClean())
    try await deliver()
    #expect(try await isClean())
    #expect(project.text("src/api.txt") == "landed\n")
  }

  @Test func aBranchNobodyHasCheckedOutJustMoves() async throws {
    try await project.git("branch", "--quiet", "release")
    try project.fixture.write("README", "precious\n")
    #expect(try await deliver(into: "release") == landed)
    #expect(project.text("README") == "precious\n")
    #expect(project.text("src/api.txt") == "api\n")
  }

  @Test func anUnfinishedMergeStopsIt() async throws {
    try await project.git("branch", "--quiet", "other", "main")
    try await commitOnMain("README", "theirs\n")
    try await project.git("switch", "--quiet", "other")
    try await commitOnMain("elsewhere", "x\n")
    try await project.git("switch", "--quiet", "main")
    try await project.git("merge", "--quiet", "--no-commit", "--no-ff", "other")
    let before = try await project.picture()
    #expect(await exitStatus { try await deliver() } == .environment)
    #expect(try await project.picture() == before)
  }

  @Test func wrongBranchesAreNamed() async throws {
    for branch in ["mian", "orchestrate/task/x", "../evil"] {
      #expect(await exitStatus { _ = try plan(into: branch) } == .configuration)
    }
    let failure = #expect(throws: Failure.self) { try plan(into: "mian") }
    #expect(failure?.hint == "did you mean main?")
    try await project.git("update-ref", "-d", "refs/heads/orchestrate/main")
    #expect(await exitStatus { _ = try plan() } == .configuration)
  }
}
