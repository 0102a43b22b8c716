import Journal
import Orchestration

/// `clean` as a whole: alone in the repository, plan, then each step.
struct Cleanup {
  private let workspace: Workspace

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// - Parameters:
  ///   - tell: is called before each step.
  ///   - warn: is given one line for each thing that did not work and stopped nothing.
  func run(
    _ scope: CleanPlan.Scope, isDry: Bool, tell: (CleanStep) -> Void, warn: (String) -> Void
  ) async throws -> CleanPlan {
    if isDry {
      if try workspace.hasLiveOrchestrator { throw Failure.runIsLive }
      let plan = try await plan(scope)
      plan.steps.forEach(tell)
      return plan
    }
    guard let seat = try OrchestratorSeat.take(workspace) else { throw Failure.runIsLive }
    defer { seat.release() }
    let plan = try await plan(scope)
    let cleaner = try Cleaner(workspace)
    for step in plan.steps {
      tell(step)
      try await cleaner.perform(step, warn: warn)
    }
    return plan
  }

  private func plan(_ scope: CleanPlan.Scope) async throws -> CleanPlan {
    var plan = try CleanPlan(scope, in: workspace)
    plan.add(containers: await LeftContainers(workspace).steps())
    return plan
  }
}

extension Failure {
  static let runIsLive = Failure(
    "a run is live", hint: "wait for it, or stop it: git orchestrate stop", code: .refused)
}
