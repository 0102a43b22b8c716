import Orchestration

/// What took how long: every attempt and every gate as a stretch of time.
struct Timeline: Sendable {
  struct Stretch: Hashable, Encodable, Sendable {
    /// Nil for the doctor on the tip before anything starts.
    var task: TaskID?
    /// `attempt 2`, `gate`, `landing`
    var what: String
    var start: Timestamp
    /// Nil while it lasts, or where the journal breaks off.
    var end: Timestamp?
    /// How it ended, in words.
    var result: String = ""
  }

  private(set) var stretches: [Stretch] = []
  /// The stretch that is open, by task.
  private var open: [TaskID?: Int] = [:]

  init(_ records: [EventRecord]) {
    for record in records { take(record) }
  }

  private mutating func take(_ record: EventRecord) {
    switch record.event {
    case .attemptStart: begin(record, "attempt \(record.entry.attempt ?? 0)")
    case .attemptFinish(let outcome): end(record, outcome.words)
    case .gateStart: begin(record, record.task == nil ? "doctor on the tip" : "gate")
    case .gatePass(let pass): end(record, pass.cached ? "passes (known already)" : "passes")
    case .gateFail(let red): end(record, red.failure.words)
    case .landDone(let landing): mark(record, "landing", landing.commit.short)
    case .taskFail(let reason): mark(record, "given up", reason.words)
    case .taskReview(let reason): mark(record, "needs you", reason.words)
    case .mergeConflict(let conflict): mark(record, "conflict", conflict.paths.words)
    default: break
    }
  }

  private mutating func begin(_ record: EventRecord, _ what: String) {
    open[record.task] = stretches.count
    stretches.append(Stretch(task: record.task, what: what, start: record.time))
  }

  private mutating func end(_ record: EventRecord, _ result: String) {
    guard let place = open.removeValue(forKey: record.task) else { return }
    stretches[place].end = record.time
    stretches[place].result = result
  }

  /// Something that takes no time.
  private mutating func mark(_ record: EventRecord, _ what: String, _ result: String) {
    stretches.append(
      Stretch(task: record.task, what: what, start: record.time, end: record.time, result: result))
  }

  /// One line a stretch, in the order in which they began.
  func table(names: TaskNames, time: LocalTime) -> ColumnTable {
    var table = ColumnTable(columns: [
      .init("START"), .init("TIME", isNumber: true), .init("TASK", limit: 40), .init("WHAT"),
      .init(""),
    ])
    table.rows = stretches.map { stretch in
      let length = stretch.end.map { $0.seconds(since: stretch.start) }
      let isMark = stretch.end == stretch.start
      return [
        .init(time.clock(stretch.start)),
        .init(isMark ? "" : length.map(LocalTime.span) ?? "…"),
        .init(stretch.task.map(names.title) ?? ""), .init(stretch.what), .init(stretch.result),
      ]
    }
    return table
  }
}
