import Journal
import Orchestration
import Synchronization

/// The run's journal on the simulated disk. It folds every event by itself and checks what must never be.
final class SimulatedJournal: Sendable {
  /// How a process dies at its journal.
  enum Death: CaseIterable {
    /// Before anything is written.
    case before
    /// A part of the batch is on the disk.
    case torn
    /// All is written, but the process never learns.
    case after
  }

  private struct Watch {
    var state: RunState
    var violations: [String] = []
    /// The death that comes when the journal grows beyond so many records.
    var death: (length: Int, kind: Death)?
    /// So many appends find no room.
    var full = 0
  }

  private let log: MemoryEventLog
  private let playground: Playground
  private let watch: Mutex<Watch>

  init(run: RunID, start: RunStart, playground: Playground) throws {
    log = MemoryEventLog(run: run)
    self.playground = playground
    let first = log.append([Entry(.runStart(start))], at: Timestamp(milliseconds: 0), durable: true)
    watch = Mutex(Watch(state: try RunState(replaying: first)))
  }

  var records: [EventRecord] { log.records }
  var state: RunState { watch.withLock(\.state) }
  var violations: [String] { watch.withLock(\.violations) }

  func plan(_ death: Death, at length: Int) { watch.withLock { $0.death = (length, death) } }

  func fillDisk(for appends: Int) { watch.withLock { $0.full = appends } }

  func append(_ entries: [Entry], at time: Timestamp, in life: Life) throws -> [EventRecord] {
    try life.checkAlive()
    return try watch.withLock { watch in
      if watch.full > 0 {
        watch.full -= 1
        throw NoRoom()
      }
      guard let death = watch.death, log.records.count + entries.count > death.length else {
        return write(entries, time, &watch)
      }
      watch.death = nil
      let part =
        switch death.kind {
        case .before: 0
        case .torn: entries.count - 1
        case .after: entries.count
        }
      _ = write(Array(entries.prefix(part)), time, &watch)
      life.die()
      throw Life.Died()
    }
  }

  private func write(_ entries: [Entry], _ time: Timestamp, _ watch: inout Watch) -> [EventRecord] {
    let records = log.append(entries, at: time, durable: true)
    for record in records {
      let before = watch.state
      do {
        try watch.state.apply(record)
        let found = Invariants(playground: playground, before: before, state: watch.state, record: record)
        watch.violations += found.violations
      } catch {
        watch.violations.append("the journal cannot be read: \(error)")
      }
    }
    return records
  }
}

/// The journal, as one orchestrator process writes it.
struct SimulatedLog: EventLog {
  let journal: SimulatedJournal
  let life: Life

  func append(_ entries: [Entry], at time: Timestamp, durable: Bool) throws -> [EventRecord] {
    try journal.append(entries, at: time, in: life)
  }
}
