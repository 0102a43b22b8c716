import FoundationEssentials
import Journal
import Orchestration
import Testing

@Suite struct LedgerTests {
  private let directory: TemporaryDirectory
  private let ledger: Ledger

  init() throws {
    directory = try TemporaryDirectory()
    ledger = Ledger(directory.file("orchestrate/ledger.jsonl"))
  }

  private func entry(
    _ kind: LedgerEntry.Kind, _ fingerprint: String, commit: Character = "a", after seconds: Double = 0
  ) -> LedgerEntry {
    LedgerEntry(
      kind, task: Sample.task, fingerprint: Fingerprint(fingerprint),
      landing: (CommitID(trusted: String(repeating: commit, count: 40)), Sample.run),
      at: Sample.time.advanced(bySeconds: seconds))
  }

  @Test func missingLedgerIsEmpty() throws {
    #expect(try ledger.history().entries.isEmpty)
  }

  @Test func lastEntryHasTheLastWord() throws {
    let entries = [entry(.landed, "f"), entry(.landed, "g", commit: "b"), entry(.undone, "f", commit: "c")]
    #expect(try ledger.append(entries) == entries)
    let history = try ledger.history()
    #expect(history.entries == entries)
    #expect(history.latest(Fingerprint("f"))?.kind == .undone)
    #expect(history.latest(Fingerprint("g"))?.kind == .landed)
    #expect(history.latest(Sample.task) == entries[2])
    #expect(history.latest(Fingerprint("h")) == nil)
    #expect(try ledger.path.mode == 0o600)
  }

  @Test func sameStatementIsWrittenOnce() throws {
    let entries = [entry(.landed, "f"), entry(.undone, "f")]
    try ledger.append(entries)
    let bytes = try ledger.path.bytes
    #expect(try ledger.append(entries.map { entry($0.kind, "f", after: 60) }) == [])
    #expect(try ledger.path.bytes == bytes)
    let more = entry(.landed, "f", commit: "d")
    #expect(try ledger.append([entries[0], more, more]) == [more])
    #expect(try ledger.history().entries == entries + [more])
  }

  @Test func lineHasTheWrittenForm() throws {
    try ledger.append([entry(.landed, "f")])
    let line = String(decoding: try ledger.path.bytes, as: UTF8.self)
    let commit = String(repeating: "a", count: 40)
    #expect(
      line.hasPrefix(#"{"commit":"\#(commit)","fingerprint":"f","kind":"landed","run":"\#(Sample.run)","#))
    #expect(line.contains(#""task":"001","ts":"\#(Sample.time)","v":1,"crc":""#))
  }

  @Test func tornEndIsLeftOutAndCutOff() throws {
    try ledger.append([entry(.landed, "f")])
    let whole = try ledger.path.bytes
    try ledger.path.write(whole + whole.dropLast(4))
    #expect(try ledger.history().entries.count == 1)
    try ledger.append([entry(.landed, "g")])
    #expect(try ledger.history().entries.count == 2)
  }

  @Test func damageInTheMiddleIsRefused() throws {
    try ledger.append([entry(.landed, "f"), entry(.landed, "g")])
    var bytes = try ledger.path.bytes
    bytes[20] ^= 2
    try ledger.path.write(bytes)
    #expect(throws: JournalError.damaged(ledger.path, line: 1, .checksum)) { try ledger.history() }
    #expect(throws: JournalError.damaged(ledger.path, line: 1, .checksum)) {
      try ledger.append([entry(.landed, "h")])
    }
  }

  @Test func writersAtOnceLoseNothing() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 { group.addTask { try ledger.append([entry(.landed, "f\(number)")]) } }
      try await group.waitForAll()
    }
    #expect(Set(try ledger.history().entries.map(\.fingerprint)).count == 20)
  }
}
