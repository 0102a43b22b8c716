import Orchestration

extension RunEngine {
  /// Writes down which limits are reached, and ends the turns that go beyond them. Follows from the state alone,
  /// so that the next process ends what this one could not.
  func enforceBudgets() async throws {
    try await record(state.budgetEntries(policy.budgets))
    for turn in state.turnsToEnd(policy.budgets) {
      await ports.attempts.stop(.turn, of: turn.task, attempt: turn.attempt)
    }
  }

  /// What the run may still cost; nil where nothing limits it.
  var costLeft: Double? {
    guard policy.budgets.mode == .block, let limit = policy.budgets.maxCostPerRun else { return nil }
    return max(0, limit - (state.usage.cost ?? 0))
  }

  /// A turn that was ended for the task's own budget failed by it; one that was ended for the run's goes on later.
  func blamingBudget(_ outcome: AttemptOutcome, _ task: TaskID) -> AttemptOutcome {
    guard outcome == .stopped, state.stop == nil || state.isBudgetSpent,
      let spent = state.spentBudget(of: task, policy.budgets)
    else { return outcome }
    return .overBudget(spent)
  }
}
