/// What a run may spend, by the configuration; a limit that is nil does not exist.
package struct Budgets: Hashable, Sendable, Codable {
  /// What happens when a limit is reached.
  package enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    case warn, block
  }

  package var maxTokensPerTask: Int?
  package var maxTokensPerRun: Int?
  /// US dollars.
  package var maxCostPerRun: Double?
  package var mode = Mode.block

  package init() {}

  /// A warning comes at this part of a limit.
  static let warningShare = 0.8
  /// Sums of cents are not exact.
  private static let tolerance = 1e-9

  /// What is spent of a task's own limit.
  package func report(ofTask usage: Usage) -> [BudgetReport] {
    maxTokensPerTask.map { [BudgetReport(.tokensPerTask, Double(usage.tokens), of: Double($0))] } ?? []
  }

  /// What is spent of the run's limits.
  package func reports(ofRun usage: Usage) -> [BudgetReport] {
    let tokens = maxTokensPerRun.map { BudgetReport(.tokensPerRun, Double(usage.tokens), of: Double($0)) }
    let cost = maxCostPerRun.map { BudgetReport(.costPerRun, usage.cost ?? 0, of: $0) }
    return [tokens, cost].compactMap(\.self)
  }

  /// The limit that stops whoever spent so much; nil while there is none.
  func stop(_ reports: [BudgetReport]) -> BudgetReport? {
    mode == .block ? reports.first { $0.spent >= $0.limit - Self.tolerance } : nil
  }

  /// The limits that are nearly, or in the mode `warn` fully, spent.
  func warnings(_ reports: [BudgetReport]) -> [BudgetReport] {
    reports.filter { $0.spent >= $0.limit * Self.warningShare - Self.tolerance }
  }
}

/// One limit, by its key below `budgets`.
package enum Budget: String, Hashable, Sendable, Codable, CaseIterable {
  case tokensPerTask = "max_tokens_per_task"
  case tokensPerRun = "max_tokens_per_run"
  case costPerRun = "max_cost_per_run"
}

/// How much of a limit is spent: tokens, or US dollars.
package struct BudgetReport: Hashable, Sendable, Codable {
  package var budget: Budget
  package var spent: Double
  package var limit: Double

  package init(_ budget: Budget, _ spent: Double, of limit: Double) {
    self.budget = budget
    self.spent = spent
    self.limit = limit
  }
}

/// US dollars for a million tokens of a model.
package struct TokenPrice: Hashable, Sendable, Codable {
  /// Without the cached ones.
  package var input: Double
  package var cached: Double
  package var output: Double

  package init(input: Double = 0, cached: Double = 0, output: Double = 0) {
    self.input = input
    self.cached = cached
    self.output = output
  }

  /// What that costs, US dollars.
  package func cost(of usage: Usage) -> Double {
    (Double(usage.input) * input + Double(usage.cached) * cached + Double(usage.output) * output) / 1_000_000
  }
}
