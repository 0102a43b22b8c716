package import Orchestration
import Synchronization

/// A journal in memory: what the engine writes to in tests and simulations.
package final class MemoryEventLog: EventLog {
  private let run: RunID?
  private let written: Mutex<[EventRecord]>

  /// A log that goes on after `records`.
  package init(run: RunID?, records: [EventRecord] = []) {
    self.run = run
    written = Mutex(records)
  }

  /// Everything in the log, oldest first.
  package var records: [EventRecord] { written.withLock { $0 } }

  package func append(_ entries: [Entry], at time: Timestamp, durable: Bool) -> [EventRecord] {
    written.withLock { written in
      let first = written.count + 1
      let records = entries.enumerated().map { index, entry in
        EventRecord(sequence: first + index, time: time, run: run, entry: entry)
      }
      written += records
      return records
    }
  }
}
