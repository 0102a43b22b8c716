import FoundationEssentials
package import Orchestration
package import SystemPackage

/// What has landed and been undone, across runs: `ledger.jsonl`, lines sealed as a journal's.
package struct Ledger: Hashable, Sendable {
  package var path: FilePath

  package init(_ path: FilePath) { self.path = path }

  /// Everything in the ledger; a torn last line is left out, a missing file is an empty ledger.
  ///
  /// - Throws: `JournalError.damaged` for a bad line that others follow.
  package func history() throws(JournalError) -> LedgerHistory {
    guard let file = try RegularFile.open(path, limit: .max) else { return LedgerHistory([]) }
    return LedgerHistory(try scan(try file.read()).entries)
  }

  /// Appends, durably, the entries that the ledger does not have yet, whatever their time, so that a landing can
  /// be recorded again after a crash and a ledger be rebuilt over itself.
  ///
  /// - Returns: the entries that were missing.
  @discardableResult
  package func append(_ entries: [LedgerEntry]) throws -> [LedgerEntry] {
    var file = try AppendFile.open(path, waiting: true)
    let (known, validLength) = try scan(try file.contents())
    try file.truncate(to: validLength)
    var missing: [LedgerEntry] = []
    var seen = Set(known.map(Statement.init))
    for entry in entries where seen.insert(Statement(entry)).inserted { missing.append(entry) }
    if !missing.isEmpty {
      try file.append(try LineCodec<LedgerEntry>().lines(missing))
      try file.sync()
    }
    return missing
  }

  private func scan(_ bytes: Data) throws(JournalError) -> (entries: [LedgerEntry], validLength: Int) {
    var entries: [LedgerEntry] = []
    do throws(DamagedLine) {
      let length = try LineCodec<LedgerEntry>().scan(bytes) { entry, _ throws(LineFault) in
        entries.append(entry)
      }
      return (entries, length)
    } catch {
      throw .damaged(path, line: error.number, error.fault)
    }
  }
}

/// An entry without its time: what makes two entries the same.
private struct Statement: Hashable {
  let entry: LedgerEntry

  init(_ entry: LedgerEntry) {
    var entry = entry
    entry.time = Timestamp(milliseconds: 0)
    self.entry = entry
  }
}

/// The ledger's entries, oldest first, and the last word on each task.
package struct LedgerHistory: Sendable {
  package let entries: [LedgerEntry]
  private let byFingerprint: [Fingerprint: LedgerEntry]
  private let byTask: [TaskID: LedgerEntry]

  package init(_ entries: [LedgerEntry]) {
    self.entries = entries
    byFingerprint = Dictionary(entries.map { ($0.fingerprint, $0) }) { $1 }
    byTask = Dictionary(entries.map { ($0.task, $0) }) { $1 }
  }

  /// The last entry about what a task asked for, under whatever id.
  package func latest(_ fingerprint: Fingerprint) -> LedgerEntry? { byFingerprint[fingerprint] }

  /// The last entry about a task of this id, whatever it asked for.
  package func latest(_ task: TaskID) -> LedgerEntry? { byTask[task] }
}
