package import Orchestration
package import YAML

extension LoadedConfig {
  /// Refuses a limit of costs that cannot count what the agents of these tasks spend. Manifests are judged so as they
  /// are loaded; a run that goes on has its tasks from earlier, and its limit from today.
  package func requireCountableCosts(of tasks: [TaskSpec]) throws(Diagnostics) {
    let problems = tasks.compactMap { task in
      config.costProblem(ofTaskWith: task.agent, model: task.model).map { problem in
        error("budgets.max_cost_per_run", "task \(task.id): \(problem)", hint: OrchestratorConfig.costHint)
      }
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }
}
