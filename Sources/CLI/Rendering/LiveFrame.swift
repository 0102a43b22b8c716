import Orchestration

/// One picture of a live run: a header, a row for every task that fits, a summary.
struct LiveFrame {
  let state: RunState
  let names: TaskNames
  /// What the agents of running attempts said last.
  var lastLines: [TaskID: String] = [:]
  let now: Timestamp
  let size: TerminalSize
  var palette = Palette(isColored: false)
  var time = LocalTime.here

  /// Never more lines than rows, nor wider than the terminal less one column, so that no line wraps and the line
  /// with the cursor stays free.
  var lines: [String] {
    let rows = visible
    var lines = [palette.paint(cut(header), .bold)] + table(of: rows).lines(width: width, palette: palette)
    lines.append(cut(summary(hidden: state.records.count - rows.count)))
    return Array(lines.prefix(max(0, size.rows - 1)))
  }

  private var width: Int { max(1, size.columns - 1) }

  private func cut(_ line: String) -> String { line.cut(toColumns: width) }

  /// The report that a person gets without a live table, for the words that both use.
  private var report: StatusReport {
    StatusReport(
      state: state, standing: RunStanding(orchestrator: .live), names: names, now: now, time: time)
  }

  private var header: String {
    let parts = [
      "run \(state.id)", state.status == .running ? nil : state.status.rawValue,
      "\(state.start.branch.onOneLine) at \(state.tip.short)",
      LocalTime.span((state.finished ?? now).seconds(since: state.started)),
      "landed \(state.settledCount)/\(state.order.count)",
    ]
    return parts.compactMap { $0 }.joined(separator: " · ")
  }

  /// The most interesting tasks that fit, in the run's order: those in work first, settled ones last.
  private var visible: [TaskRecord] {
    // Header, titles, summary and the line with the cursor.
    let room = max(0, size.rows - 4)
    let records = state.records
    guard records.count > room else { return records }
    let chosen = records.indices.sorted {
      (records[$0].state.interest, $0) < (records[$1].state.interest, $1)
    }
    .prefix(room)
    return chosen.sorted().map { records[$0] }
  }

  private func table(of rows: [TaskRecord]) -> ColumnTable {
    var table = ColumnTable(columns: [
      .init("TASK", limit: 16), .init("NAME", limit: 24), .init("STATE"), .init("TRY", isNumber: true),
      .init("TIME", isNumber: true), .init(""),
    ])
    table.rows = rows.map { record in
      [
        .init(record.id.description, .bold), .init(names[record.id]),
        .init(record.state.name, record.state.style), .init(record.attempt == 0 ? "" : "\(record.attempt)"),
        .init(report.elapsed(record).map(LocalTime.span) ?? ""), .init(note(on: record), .dim),
      ]
    }
    return table
  }

  private func note(on record: TaskRecord) -> String {
    switch record.state {
    case .running: report.waitingFor(record) ?? (lastLines[record.id] ?? record.lastLine ?? "").onOneLine
    case .preparing: "makes its worktree"
    case .gating(let candidate): report.waitingFor(record) ?? "doctor on \(candidate.short)"
    case .landed(let commit): commit.short
    default: [record.state.reason, report.waitingFor(record)].compactMap { $0 }.joined(separator: "; ")
    }
  }

  private func summary(hidden: Int) -> String {
    let more = hidden > 0 ? " (\(hidden) not shown)" : ""
    if let pause = state.pause { return "paused: \(pause.words)" }
    if let pause = state.pauses.first { return pause.words(time) }
    if let path = state.lane?.waitsFor {
      return "landing waits: \(path.onOneLine) is checked out and has changes"
    }
    if let red = state.baseRed { return "base is red: \(red.words)" }
    if !state.tipVerified, state.records.allSatisfy({ $0.started == nil }) {
      return "the doctor looks at \(state.tip.short) before anything starts"
    }
    return report.summary + more
  }
}

extension TaskState {
  /// Which rows stay when there are more tasks than rows; the smallest stays longest.
  fileprivate var interest: Int {
    switch self {
    case .running, .preparing: 0
    case .queued, .gating, .snapshotted: 1
    case .failed, .needsReview: 2
    case .conflicted, .rescoping, .retrying: 3
    case .waiting: 4
    case .pending, .blocked: 5
    case .landed, .skipped: 6
    }
  }
}
