package import Orchestration
package import SystemPackage

/// The events that belong to no run: `journal.jsonl` in the state directory. Any command may write it; they take
/// turns.
package struct RepositoryJournal: Hashable, Sendable {
  package let path: FilePath

  init(_ path: FilePath) { self.path = path }

  /// Appends durably, after whoever writes at the moment.
  package func append(_ events: [Event], at time: Timestamp) throws {
    let (writer, _) = try JournalWriter.open(path, run: nil, waiting: true)
    _ = try writer.append(events.map { Entry($0) }, at: time, durable: true)
  }

  /// What happened so far, oldest first.
  package func records() throws(JournalError) -> [EventRecord] { try JournalReader.read(path).records }
}
