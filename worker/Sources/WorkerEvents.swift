import FoundationEssentials
import Journal
import Orchestration

/// The worker's own journal: `events.jsonl`.
struct WorkerEvents: Sendable {
  private let writer: JournalWriter
  private let task: TaskID
  private let attempt: Int

  init(_ writer: JournalWriter, _ order: AttemptOrder) {
    self.writer = writer
    task = order.task
    attempt = order.attempt
  }

  /// Not made durable one by one: after a crash of the machine the attempt is repeated anyway, unless it has ended.
  func append(_ events: [Event]) throws {
    guard !events.isEmpty else { return }
    _ = try writer.append(
      events.map { Entry($0, task: task, attempt: attempt) }, at: Self.now, durable: false)
  }

  static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

  /// Returns when all of it is on the disk: before the attempt's end is announced.
  func sync() throws { try writer.sync() }
}
