import Orchestration

extension StatusReport {
  /// The report for people, line by line.
  ///
  /// - Parameter width: what a line may take, columns; nil cuts nothing.
  func lines(width: Int?, palette: Palette) -> [String] {
    headline.enumerated().map { place, line in
      palette.paint(width.map { line.cut(toColumns: $0) } ?? line, place == 0 ? .bold : .yellow)
    } + [""] + table.lines(width: width, palette: palette) + needs(palette) + [summary] + closing
  }

  private var headline: [String] {
    let parts = [
      "run \(state.id)", statusWord, "\(state.start.branch.onOneLine) at \(state.tip.short)",
      LocalTime.span(end.seconds(since: state.started)), "landed \(landed)/\(state.order.count)",
    ]
    let warnings = [
      standing.warning, state.pause.map { "paused: \($0.words)" },
      state.baseRed.map { "base is red: \($0.words)\($0.log.map { " (\($0.onOneLine))" } ?? "")" },
      laneWarning,
    ]
    return [parts.joined(separator: " · ")] + warnings.compactMap { $0 }
  }

  private var statusWord: String {
    guard state.status == .stopped, let cause = state.stop?.cause else { return state.status.rawValue }
    return "stopped \(cause.words)"
  }

  private var laneWarning: String? {
    state.lane?.waitsFor.map {
      "landing waits: \($0.onOneLine) is checked out and has changes; commit or stash them there"
    }
  }

  private var landed: Int { state.records.count { if case .landed = $0.state { true } else { false } } }

  private var table: TextTable {
    var table = TextTable(columns: [
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

  /// One paragraph for each task that needs a person.
  private func needs(_ palette: Palette) -> [String] {
    state.records.filter(\.state.isGivenUp).flatMap { record -> [String] in
      let title = "\(names.title(record.id)): \(record.state.reason ?? record.state.name)"
      let facts = [
        record.state.log.map { "  log:    \($0.onOneLine)" },
        branch(of: record).map { "  branch: \($0.onOneLine)" },
      ]
      return ["", palette.paint(title, record.state.style)] + facts.compactMap { $0 }
        + nextSteps(for: record).map { "  \($0)" }
    } + [""]
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
    case .stopped where standing.orchestrator != .live, .paused where standing.orchestrator != .live:
      return ["go on with git orchestrate resume"]
    default: return []
    }
  }
}
