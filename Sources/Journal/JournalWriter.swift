import FoundationEssentials
package import Orchestration
import Synchronization
package import SystemPackage

/// The one writer of a journal file. Closing is releasing the last reference.
package final class JournalWriter: EventLog {
  private struct State: ~Copyable {
    var file: AppendFile
    var sequence: Int
  }

  private let run: RunID?
  private let codec = JournalLine()
  private let state: Mutex<State>

  private init(_ file: consuming AppendFile, run: RunID?, sequence: Int) {
    self.run = run
    state = Mutex(State(file: file, sequence: sequence))
  }

  /// Opens the journal for appending, creates it (0600, parent directories 0700) where it is missing, cuts a
  /// torn last line off, and returns what the journal has so far.
  ///
  /// - Parameters:
  ///   - run: what every record written here belongs to; nil for the journal of no run.
  ///   - waiting: waits until another writer is done, instead of refusing.
  /// - Throws: `JournalError.damaged` for a bad line in the middle, `.inUse` beside another writer.
  package static func open(
    _ path: FilePath, run: RunID?, waiting: Bool = false
  ) throws(JournalError) -> (writer: JournalWriter, contents: JournalContents) {
    var file = try AppendFile.open(path, waiting: waiting)
    let contents = try JournalContents(scanning: try file.contents(), of: path)
    try file.truncate(to: contents.validLength)
    return (JournalWriter(file, run: run, sequence: contents.records.count), contents)
  }

  /// Makes a journal that has its first lines from the moment it has its name: whatever is killed meanwhile, nobody
  /// ever finds it empty.
  package static func create(
    _ path: FilePath, run: RunID?, beginningWith entries: [Entry], at time: Timestamp
  ) throws {
    let draft = path.removingLastComponent().appending(".\(path.lastComponent?.string ?? "").draft")
    try JSONFile.removeFile(draft)
    _ = try open(draft, run: run).writer.append(entries, at: time, durable: true)
    try Directory.move(draft, to: path)
  }

  package func append(_ entries: [Entry], at time: Timestamp, durable: Bool) throws -> [EventRecord] {
    try state.withLock { state in
      let first = state.sequence + 1
      let records = entries.enumerated().map { index, entry in
        EventRecord(sequence: first + index, time: time, run: run, entry: entry)
      }
      if !records.isEmpty { try state.file.append(try codec.lines(records)) }
      state.sequence += records.count
      if durable { try state.file.sync() }
      return records
    }
  }

  /// Returns when everything that was appended is on the disk.
  package func sync() throws { try state.withLock { state in try state.file.sync() } }
}
