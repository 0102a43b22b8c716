import Orchestration

extension StatusReport {
  /// The report for people, line by line.
  ///
  /// - Parameter width: what a line may take, columns; nil cuts nothing.
  func lines(width: Int?, palette: Palette) -> [String] {
    var lines = errands.map { palette.paint($0, .yellow) }
    lines += headline.enumerated().map { place, line in
      palette.paint(width.map { line.cut(toColumns: $0) } ?? line, place == 0 ? .bold : .yellow)
    }
    lines.append("")
    lines += table.lines(width: width, palette: palette)
    if isVerbose { lines += warnings.map { palette.paint($0, .yellow) } }
    return lines + ending(palette: palette)
  }

  /// What agents looked at without its having been declared.
  private var warnings: [String] {
    state.records.flatMap { record in record.reads.map { "warning: \(names.title(record.id)) \($0.words)" } }
  }

  /// What needs a person, and how to go on.
  func ending(palette: Palette) -> [String] {
    var lines: [String] = []
    for record in state.records where record.state.isGivenUp { lines += needs(record, palette) }
    let resting = state.records.filter { !$0.state.isSettled }.compactMap(takeoverLine)
    if !resting.isEmpty { lines += [""] + resting }
    lines += ["", summary] + [spending].compactMap { $0 }
    lines += closing
    return lines
  }

  private var headline: [String] {
    let parts = [
      "run \(state.id)", statusWord, "\(state.start.branch.onOneLine) at \(state.tip.short)",
      LocalTime.span(end.seconds(since: state.started)), "landed \(landed)/\(state.order.count)",
    ]
    var lines = [parts.joined(separator: " · ")]
    if let warning = standing.warning { lines.append(warning) }
    if let spent = state.spentBudget { lines.append("spent: \(spent.words)") }
    lines += pauses
    if let red = state.baseRed {
      lines.append("base is red: \(red.words)")
      if let log = red.log { lines.append("its output: \(log.onOneLine)") }
    }
    if let push = state.push, push.failures > 0 {
      lines.append("push of \(push.last.words)")
      if state.status == .finished {
        lines.append(
          "push it by hand: git push \(push.last.remote.onOneLine) \(state.start.branch.onOneLine)")
      }
    }
    if let path = state.lane?.waitsFor {
      lines.append(
        "landing waits: \(path.onOneLine) is checked out and has changes; commit or stash them there")
    }
    return lines
  }

  /// What keeps everything, or else some agents' tasks, from starting.
  private var pauses: [String] {
    if let pause = state.pause { return ["paused: \(pause.words)"] }
    return state.status == .finished ? [] : state.pauses.map { $0.words(time) }
  }

  private var statusWord: String {
    guard state.status == .stopped, let cause = state.stop?.cause else { return state.status.rawValue }
    return "stopped \(cause.words)"
  }

  private var landed: Int { state.records.count { if case .landed = $0.state { true } else { false } } }

  private var table: ColumnTable {
    var table = ColumnTable(columns: [
      .init("TASK"), .init("NAME", limit: 32), .init("STATE"), .init("TRY", isNumber: true),
      .init("TIME", isNumber: true), .init(""),
    ])
    table.rows = state.records.map { record in
      [
        .init(record.id.description, .bold), .init(names[record.id]),
        .init(record.state.name, record.state.style), .init(record.attempt == 0 ? "" : "\(record.attempt)"),
        .init(elapsed(record).map(LocalTime.span) ?? ""), .init(note(on: record)),
      ]
    }
    return table
  }

  /// What a row says beside the state.
  private func note(on record: TaskRecord) -> String {
    if case .landed(let commit) = record.state { return commit.short }
    return [record.state.reason, waitingFor(record)].compactMap { $0 }.joined(separator: "; ")
  }

  /// One paragraph for a task that needs a person.
  private func needs(_ record: TaskRecord, _ palette: Palette) -> [String] {
    let title = "\(names.title(record.id)): \(record.state.reason ?? record.state.name)"
    var lines = ["", palette.paint(title, record.state.style)]
    if let log = record.state.log { lines.append("  output: \(log.onOneLine)") }
    if let branch = branch(of: record) { lines.append("  branch: \(branch.onOneLine)") }
    for step in nextSteps(for: record) { lines.append("  \(step)") }
    return lines
  }

  /// `2 running, 1 waiting, 5 landed`
  var summary: String {
    let counts = Dictionary(grouping: state.records, by: \.state.name).mapValues(\.count)
    var names: [String] = []
    for record in state.records where !names.contains(record.state.name) { names.append(record.state.name) }
    return names.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", ")
  }

  private var closing: [String] {
    switch state.status {
    case .finished where landed > 0:
      return ["finished: deliver with git orchestrate deliver"]
    case .finished: return ["finished: nothing landed"]
    case .stopped where state.isBudgetSpent:
      return [
        "the budget is spent: \(state.spentBudget?.words ?? "")",
        "raise it in .orchestrator.yaml, then go on with git orchestrate resume",
      ]
    case .stopped where standing.orchestrator != .live, .paused where standing.orchestrator != .live:
      return ["go on with git orchestrate resume"]
    default: return []
    }
  }
}
