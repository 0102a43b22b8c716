import Git
import Landing
import Orchestration
import Testing

@testable import CLI

/// What a person's `git push` lets out, told by the lines that git gives to the hook.
struct PushGuardTests {
  let project: Project

  init() async throws { project = try await Project() }

  private static let none = String(repeating: "0", count: 40)

  private func refusal(
    _ local: String, _ remote: String = "refs/heads/x", environment: [String: String] = [:]
  ) async throws -> HookRefusal? {
    let id = local == "(delete)" ? Self.none : try await project.git("rev-parse", local)
    let layout = try project.workspace().layout
    do {
      try PushGuard(workspace: Workspace(layout, environment)).judge(["\(local) \(id) \(remote) \(Self.none)"]
      )
      return nil
    } catch let refusal as HookRefusal {
      return refusal
    }
  }

  /// A commit that carries a task's trailers, as agents and snapshots make them.
  private func taskCommit() async throws -> String {
    try await project.commit("work", "work\n", on: "main", "Work\n\nTask: 007\nRun: \(Project.run)")
  }

  @Test func peoplesCommitsAndDeletionsPass() async throws {
    #expect(try await refusal("refs/heads/main") == nil)
    #expect(try await refusal("(delete)", "refs/heads/orchestrate/task/x/007") == nil)
  }

  @Test func ungatedWorkIsHeldBackUnderAnyName() async throws {
    let work = try await taskCommit()
    let mine = try await project.commit("mine", "mine\n", on: work, "On top of it")
    #expect(
      try await refusal(mine)?.what == "\(work.prefix(10)) is task 007's work and has not passed the gate")
    #expect(try await refusal(mine)?.hint.contains("approve 007") == true)
  }

  @Test func landedWorkPasses() async throws {
    let work = try await taskCommit()
    try await project.git("update-ref", "refs/heads/orchestrate/main", work)
    #expect(try await refusal(work) == nil)
  }

  @Test func whatTheRemoteHasAlreadyIsNobodysBusiness() async throws {
    let work = try await taskCommit()
    try await project.git("update-ref", "refs/remotes/origin/other", work)
    #expect(try await refusal(work) == nil)
  }

  @Test func taskBranchesPassWhereThatIsWanted() async throws {
    let (work, branch) = (try await taskCommit(), "refs/heads/orchestrate/task/x/007")
    #expect(try await refusal(work, branch)?.what.contains("on its way") == true)
    try project.configure("version: 1\npush: {tasks: true}\n")
    #expect(try await refusal(work, branch) == nil)
    #expect(try await refusal(work, "refs/heads/innocent") != nil)
  }

  @Test func agentsPushNothing() async throws {
    #expect(try await refusal("refs/heads/main", environment: ["ORCHESTRATE_TASK": "1"]) != nil)
  }
}
