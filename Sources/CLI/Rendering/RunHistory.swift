import Journal
import Orchestration
import SystemPackage

/// All that happened in a run: its journal, and what the attempts' own journals have beside it, by time.
struct RunHistory {
  private struct Attempt: Hashable {
    var task: TaskID
    var number: Int
  }

  let run: RunDirectory
  private var journal: JournalTail
  private var attempts: [Attempt: JournalTail] = [:]
  /// How much of an attempt's journal has been taken over into the run's, bytes.
  private var forwarded: [Attempt: Int] = [:]

  /// Attempts whose journal could not be read to its end.
  private(set) var problems: [JournalError] = []
  private let takesUp: Bool

  /// - Parameter isOrphaned: no orchestrator is there to take the workers' events over into the run's journal, so
  ///   they are taken from where they stand.
  init(_ run: RunDirectory, isOrphaned: Bool = false) {
    self.run = run
    takesUp = isOrphaned
    journal = JournalTail(run.journal)
  }

  /// What was written since the last look, oldest first.
  ///
  /// - Parameter wanted: tells which records are kept; the others take no memory.
  mutating func next(where wanted: (EventRecord) -> Bool) throws -> [EventRecord] {
    var records: [EventRecord] = []
    for item in try journal.next() {
      note(item.record)
      if wanted(item.record) { records.append(item.record) }
    }
    for attempt in Array(attempts.keys) { records += talk(of: attempt).filter(wanted) }
    return records.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  private mutating func note(_ record: EventRecord) {
    guard let task = record.task, let number = record.entry.attempt else { return }
    let attempt = Attempt(task: task, number: number)
    if attempts[attempt] == nil {
      attempts[attempt] = JournalTail(run.task(task).attempt(number).events)
    }
    if let offset = record.entry.source { forwarded[attempt] = offset }
  }

  /// An attempt's messages and tool calls, which its own journal alone has.
  private mutating func talk(of attempt: Attempt) -> [EventRecord] {
    do {
      let items = try attempts[attempt]?.next() ?? []
      let known = takesUp ? forwarded[attempt] ?? 0 : .max
      return items.filter { $0.record.event.isTalk || $0.end > known }.map(\.record)
    } catch {
      // One damaged file must not hide what all the others say.
      attempts[attempt] = nil
      problems.append(error)
      return []
    }
  }
}

extension Event {
  /// Whether it stays in the attempt's own journal, because no state depends on it.
  fileprivate var isTalk: Bool {
    switch self {
    case .agentMessage, .agentTool: true
    default: false
    }
  }
}
