import FoundationEssentials
import Git
import Glibc
import Journal
import Orchestration
import SystemPackage

/// `uninstall`: takes back what `init` did to this clone, and on request all that runs left.
struct Removal {
  let workspace: Workspace

  /// - Parameter tell: is called with each thing that is done.
  func removeInstallation(_ tell: (String) -> Void) throws {
    if try workspace.hasLiveOrchestrator { throw Failure.runIsLive }
    try takeBack(tell)
  }

  private func takeBack(_ tell: (String) -> Void) throws {
    guard let installation = try Installation.read(from: workspace.state) else {
      return tell("nothing was installed in this clone")
    }
    if let edit = installation.exclude {
      try ExcludeFile(commonDirectory: workspace.commonDirectory).revert(edit)
      tell("took our line out of info/exclude")
    }
    if let hooks = installation.hooks {
      let left = try HookInstallation.remove(hooks, from: workspace)
      tell("took our hooks out of \(hooks.directory)")
      for path in left { tell("left \(path): another hook stands in its place") }
    }
    if let directory = installation.tasksDirectory, unsafe rmdir(directory) == 0 {
      tell("removed \(directory)")
    }
    try UserFile(path: Installation.file(in: workspace.state)).remove()
  }

  /// Worktrees, task branches and everything below `refs/orchestrate/` and `orchestrate/`, but for rescued work and
  /// the integration branch, which are a person's to delete.
  func removeEverything(force: Bool, _ tell: (String) -> Void) async throws {
    guard let seat = try OrchestratorSeat.take(workspace) else { throw Failure.runIsLive }
    defer { seat.release() }
    let plan = try plan(force: force)
    try takeBack(tell)
    let cleaner = try Cleaner(workspace)
    let containers = await LeftContainers(workspace).steps()
    for step in try containers + plan.steps + anchors() + [.removeDirectory(workspace.state.path)] {
      tell("\(step)")
      try await cleaner.perform(step, warn: tell)
    }
  }

  private func plan(force: Bool) throws -> CleanPlan {
    let plan = try CleanPlan(CleanPlan.Scope(all: true, force: force), in: workspace)
    if plan.kept.isEmpty { return plan }
    throw Failure(
      plan.kept.joined(separator: "\n"),
      hint: "--force removes it too and keeps it under refs/orchestrate/rescue/", code: .refused)
  }

  private func anchors() throws -> [CleanStep] {
    try workspace.openRepository().references(under: "refs/orchestrate/")
      .filter { !$0.ref.name.hasPrefix("refs/orchestrate/rescue/") }.map { .deleteRef($0.ref, $0.target) }
  }
}
