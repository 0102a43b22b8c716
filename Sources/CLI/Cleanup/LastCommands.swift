import Configuration
import Journal
import Orchestration
import Sandboxes
import Workers

/// A run's `before_remove`, in worktrees that `clean` is about to remove: by the configuration that the run was started
/// with, and in its sandbox. What comes of it keeps nobody from cleaning.
struct LastCommands {
  let workspace: Workspace
  let run: RunDirectory

  /// Returns one line for each thing that did not work. Throws only when the task is cancelled.
  func run(in places: [TaskID: WorktreePlace]) async throws -> [String] {
    let plan: WorkerPlan
    do { plan = try await self.plan() } catch {
      return ["before_remove is left out: \((error as? Failure)?.what ?? "\(error)")"]
    }
    var remarks: [String] = []
    for (task, place) in places.sorted(by: { $0.key < $1.key }) {
      for case .check(_, .fail(let failure)) in await BeforeRemove(plan: plan, task: task).run(in: place) {
        remarks.append("task \(task) of run \(run.id): \(failure.words)")
      }
      try Task.checkCancellation()
    }
    return remarks
  }

  private func plan() async throws -> WorkerPlan {
    let loaded = try workspace.configuration(frozenIn: run)
    let sandbox = try await SandboxChoice(workspace: workspace, config: loaded.config).rules()
    return try RunComposition(
      workspace: workspace, config: loaded.config, run: run, allowRed: false, sandbox: sandbox,
      hiddenNames: loaded.expandedVariables
    ).workerPlan()
  }
}
