import Orchestration

extension StatusReport {
  /// `spent: 1200 in, 5300 cached, 410 out, $0.12; most of it: 003 $0.10, 001 $0.02`; nil while nothing is told.
  var spending: String? {
    let usage = state.usage
    guard usage != Usage() else { return nil }
    let top = spenders.prefix(3).map { "\($0.id) \($0.usage.shortWords)" }
    return "spent: \(usage.words)" + (top.count > 1 ? "; most of it: \(top.joined(separator: ", "))" : "")
  }

  /// The tasks that spent something, the most expensive first: by money where it is told, else by tokens.
  private var spenders: [TaskRecord] {
    state.records.filter { $0.usage != Usage() }.sorted { left, right in
      (left.usage.cost ?? 0, left.usage.tokens) > (right.usage.cost ?? 0, right.usage.tokens)
    }
  }
}

extension Usage {
  /// `1200 in, 5300 cached, 410 out, $0.12`
  var words: String {
    "\(input) in, \(cached) cached, \(output) out\(cost.map { ", \(dollars($0))" } ?? "")"
  }

  /// The money, or the tokens where nobody tells it.
  fileprivate var shortWords: String { cost.map(dollars) ?? "\(tokens)" }
}

extension BudgetReport {
  /// `1200 of 1000 tokens (max_tokens_per_task)`
  var words: String {
    switch budget {
    case .costPerRun: "\(dollars(spent)) of \(dollars(limit)) (\(budget.rawValue))"
    case .tokensPerTask, .tokensPerRun: "\(Int(spent)) of \(Int(limit)) tokens (\(budget.rawValue))"
    }
  }
}

/// `$1.20`; below a cent to the hundredth of one.
func dollars(_ amount: Double) -> String {
  let places = amount > 0 && amount < 0.01 ? 4 : 2
  let scale = places == 4 ? 10_000.0 : 100
  let units = Int((amount * scale).rounded())
  let fraction = String(units % Int(scale))
  return "$\(units / Int(scale))." + String(repeating: "0", count: places - fraction.count) + fraction
}
