import FoundationEssentials
import Git
import Journal
import Orchestration
import SystemPackage
import Testing

@testable import CLI

struct CleanTests {
  let project: Project
  let run: ScriptedRun

  init() async throws {
    project = try await Project()
    run = try await ScriptedRun(project, tasks: ["001", "002"])
  }

  private func clean(
    _ scope: CleanPlan.Scope = CleanPlan.Scope(), dry: Bool = false
  ) async throws -> CleanPlan {
    try await Cleanup(project.workspace()).run(scope, isDry: dry, tell: { _ in }, warn: { _ in })
  }

  private func landOne() async throws {
    try await run.begin("001")
    try run.write("001", "added", "work\n")
    try await run.land("001", run.snapshot("001", passed: true))
  }

  @discardableResult
  private func failOne() async throws -> String {
    try await run.begin("002")
    try run.write("002", "half", "work\n")
    let snapshot = try await run.snapshot("002", passed: false)
    try run.fail("002")
    return snapshot
  }

  private func ours() async throws -> String {
    try await project.git(
      "for-each-ref", "--format=%(refname)", "refs/orchestrate", "refs/heads/orchestrate/task")
  }

  @Test func aFinishedRunLeavesNothing() async throws {
    let before = try await project.git("worktree", "list")
    try await landOne()
    try run.finish()
    let plan = try await clean()
    #expect(plan.kept.isEmpty)
    #expect(try await ours() == "")
    #expect(try await project.git("worktree", "list") == before)
    #expect(!project.exists("../repo.worktrees"))
    #expect(try project.workspace().state.runs().isEmpty)
    #expect(try await clean().steps.isEmpty)
  }

  @Test func commitsThatGitHasCollectedAreNoObstacle() async throws {
    try await landOne()
    try run.finish()
    try await project.git("update-ref", "-d", "refs/orchestrate/snapshots/\(run.id)/001/1")
    try await project.git("update-ref", "-d", "refs/heads/orchestrate/task/\(run.id)/001")
    try await project.git("gc", "--quiet", "--prune=now")
    #expect(try await clean().kept.isEmpty)
    #expect(try project.workspace().state.runs().isEmpty)
  }

  @Test func aLandingThatWasTakenBackIsNoLandingAnyMore() async throws {
    try await landOne()
    try run.finish()
    try await project.git("update-ref", "refs/heads/orchestrate/main", "main")
    #expect(try await clean().kept.count == 1)
    #expect(try await ours().contains("refs/heads/orchestrate/task/\(run.id)/001"))
  }

  @Test func logsStayOnRequest() async throws {
    try await landOne()
    try run.finish()
    _ = try await clean(CleanPlan.Scope(keepLogs: true))
    #expect(try await ours() == "")
    #expect(try project.workspace().state.runs().count == 1)
  }

  @Test func whatNeverLandedStays() async throws {
    try await landOne()
    try await failOne()
    try run.finish()
    let plan = try await clean()
    #expect(plan.kept.count == 1)
    #expect(
      try await ours().split(separator: "\n")
        == ["refs/heads/orchestrate/task/\(run.id)/002", "refs/orchestrate/snapshots/\(run.id)/002/1"])
    #expect(project.exists("../repo.worktrees/\(run.id)/002/half"))
    #expect(!project.exists("../repo.worktrees/\(run.id)/001"))
    #expect(try project.workspace().state.runs().count == 1)
  }

  @Test func forceKeepsItUnderARescueRef() async throws {
    let snapshot = try await failOne()
    try run.finish()
    #expect(try await clean(CleanPlan.Scope(force: true)).kept.isEmpty)
    let rescue = "refs/orchestrate/rescue/\(run.id)/002/clean-\(snapshot.prefix(10))"
    #expect(try await ours() == rescue)
    #expect(try await project.git("rev-parse", rescue) == snapshot)
    #expect(!project.exists("../repo.worktrees"))
  }

  @Test(arguments: [("added", "edited\n"), ("later", "new\n"), ("README", "edited\n")])
  func filesThatAPersonLeftInAWorktreeStay(path: String, text: String) async throws {
    try await landOne()
    try run.finish()
    try run.write("001", path, text)
    #expect(try await clean().kept.count == 1)
    #expect(project.text("../repo.worktrees/\(run.id)/001/\(path)") == text)
    _ = try await clean(CleanPlan.Scope(force: true))
    let rescue = try await ours()
    #expect(rescue.hasPrefix("refs/orchestrate/rescue/\(run.id)/001/clean-"))
    #expect(try await project.git("show", "\(rescue):\(path)") + "\n" == text)
  }

  @Test func commitsThatAPersonAddedStay() async throws {
    try await landOne()
    try run.finish()
    let branch = "orchestrate/task/\(run.id)/001"
    let commit = try await project.commit("more", "x\n", on: branch, "more")
    try await project.git("update-ref", "refs/heads/\(branch)", commit)
    #expect(try await clean().kept.count == 1)
    #expect(try await project.git("rev-parse", branch) == commit)
  }

  @Test func aDryRunChangesNothing() async throws {
    try await landOne()
    try await failOne()
    try run.finish()
    let before = try await project.picture() + [ours()]
    let index = project.text(".git/worktrees/\(run.id)-002/index")
    #expect(try await !clean(CleanPlan.Scope(force: true), dry: true).steps.isEmpty)
    #expect(try await project.picture() + [ours()] == before)
    #expect(project.text(".git/worktrees/\(run.id)-002/index") == index)
  }

  @Test func aRunThatWasBrokenOffStaysUnlessItIsNamed() async throws {
    try await landOne()
    #expect(try await clean().steps.isEmpty)
    #expect(try await clean(CleanPlan.Scope(run: run.id)).kept.isEmpty)
    #expect(try await ours() == "")
  }

  @Test(arguments: [false, true])
  func besideALiveRunItIsRefused(dry: Bool) async throws {
    try await landOne()
    try run.finish()
    let seat = try OrchestratorSeat.take(project.workspace())
    let before = try await project.picture() + [ours()]
    #expect(await exitStatus { _ = try await clean(dry: dry) } == .refused)
    #expect(try await project.picture() + [ours()] == before)
    seat?.release()
  }

  @Test func whatIsNotOursStays() async throws {
    try await landOne()
    try run.finish()
    try await project.git("branch", "--quiet", "orchestrate/other")
    try await project.git("update-ref", "refs/orchestrate/rescue/x/y", "main")
    try await project.git("worktree", "add", "--quiet", "--detach", "../\(run.id)-mine")
    _ = try await clean(CleanPlan.Scope(all: true, force: true))
    #expect(try await ours() == "refs/orchestrate/rescue/x/y")
    #expect(try await project.git("branch", "--list", "orchestrate/*").split(separator: "\n").count == 2)
    #expect(project.exists("../\(run.id)-mine/README"))
  }

  @Test func uninstallTakesEverythingOnRequest() async throws {
    try await failOne()
    try run.finish()
    let removal = Removal(workspace: try project.workspace())
    _ = try RepositorySetup(workspace: project.workspace()).run(force: false)
    #expect(await exitStatus { try await removal.removeEverything(force: false) { _ in } } == .refused)
    #expect(project.text(".git/info/exclude")?.contains(".tasks") == true)
    try await removal.removeEverything(force: true) { _ in }
    #expect(!project.exists(".git/orchestrate"))
    #expect(project.text(".git/info/exclude")?.contains(".tasks") == false)
    #expect(try await ours().hasPrefix("refs/orchestrate/rescue/"))
    #expect(project.exists(".orchestrator.yaml"))
  }
}
