extension RunState {
  /// What all tasks have spent, whatever became of them.
  package var usage: Usage { records.map(\.usage).reduce(Usage(), +) }

  /// The limit of its own that the task has reached; nil while it may go on.
  package func spentBudget(of task: TaskID, _ budgets: Budgets) -> BudgetReport? {
    tasks[task].flatMap { budgets.stop(budgets.report(ofTask: $0.usage)) }
  }

  /// What is to be written down of budgets now. A limit is warned of and reached once; after one that was raised,
  /// again.
  package func budgetEntries(_ budgets: Budgets) -> [Entry] {
    records.filter { !$0.state.isSettled }.flatMap { taskEntries($0, budgets) } + runEntries(budgets)
  }

  private func taskEntries(_ record: TaskRecord, _ budgets: Budgets) -> [Entry] {
    let reports = budgets.report(ofTask: record.usage)
    var events: [Event] = []
    if let spent = budgets.stop(reports) {
      if record.stoppedBudget != spent.limit { events.append(.budgetStop(spent)) }
      // A turn that is under way is ended, and what is done may land; no other turn begins.
      if record.isStartable { events.append(.taskReview(.budget(spent))) }
    } else {
      events = budgets.warnings(reports).filter { record.warnedBudget != $0.limit }.map(Event.budgetWarn)
    }
    return events.map { Entry($0, task: record.id, attempt: record.attempt) }
  }

  private func runEntries(_ budgets: Budgets) -> [Entry] {
    guard stop == nil, status != .finished, !isExhausted else { return [] }
    let reports = budgets.reports(ofRun: usage)
    if let spent = budgets.stop(reports) { return [Entry(.budgetStop(spent))] }
    return budgets.warnings(reports).filter { warnedBudgets[$0.budget] != $0.limit }
      .map { Entry(.budgetWarn($0)) }
  }

  /// Attempts whose agents have to end their turns: the run's budget or the task's is spent.
  package func turnsToEnd(_ budgets: Budgets) -> [(task: TaskID, attempt: Int)] {
    records.compactMap { record in
      guard case .running(let attempt) = record.state, record.outcome == nil,
        isBudgetSpent || spentBudget(of: record.id, budgets) != nil
      else { return nil }
      return (record.id, attempt)
    }
  }

  /// The run has stopped for a budget: no turn begins.
  package var isBudgetSpent: Bool { stop?.cause == .budget }
}
