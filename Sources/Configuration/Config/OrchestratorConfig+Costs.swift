import Orchestration

extension OrchestratorConfig {
  /// Why a limit of costs could not count what an agent spends; nil where it can, and where no tokens are told.
  ///
  /// - Parameter model: the task's own; nil is the agent's.
  func costProblem(ofAgent name: String, model: String?) -> String? {
    guard budgets.maxCostPerRun != nil, tellsTokensOnly(name) else { return nil }
    guard let model = model ?? agents[name]?.model else {
      return "`max_cost_per_run` cannot count the agent `\(name)`: it tells no money, and no model is named"
    }
    if prices[model] != nil { return nil }
    return
      "`max_cost_per_run` cannot count the agent `\(name)`: it tells no money, and `\(model)` has no price"
  }

  /// The same for a task, by the agent and the model that it names. What the configuration says on its own is a
  /// problem of its own.
  func costProblem(ofTaskWith agent: String?, model: String?) -> String? {
    guard agent != nil || model != nil else { return nil }
    return costProblem(ofAgent: agent ?? worker.agent, model: model)
  }

  static let costHint =
    "name a model and its price: `prices: {MODEL: {input: …, cached: …, output: …}}`, US dollars per million tokens"

  private func tellsTokensOnly(_ name: String) -> Bool {
    if let own = agents[name], own.command != nil { return own.output == .codexJSON }
    return name == "codex"
  }
}
