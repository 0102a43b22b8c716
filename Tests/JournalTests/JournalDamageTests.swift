import FoundationEssentials
import Orchestration
import SystemPackage
import Testing

@testable import Journal

/// Whatever happens to the bytes: the correct prefix or a refusal, never a wrong record.
@Suite struct JournalDamageTests {
  private let records: [EventRecord]
  private let lines: Data
  /// The offset after each line.
  private let ends: [Int]

  init() throws {
    records = Sample.entries(200).enumerated().map { index, entry in
      EventRecord(sequence: index + 1, time: Sample.time, run: nil, entry: entry)
    }
    let lines = try JournalLine().lines(records)
    self.lines = lines
    ends = lines.indices.filter { lines[$0] == SealedLine.newline }.map { $0 + 1 }
  }

  /// Only the end of the file is looked at anew at every byte, for time: three lines and what the cut leaves.
  @Test func cutAtEveryByteLeavesThePrefix() throws {
    let codec = JournalLine()
    for length in 0...lines.count {
      let whole = ends.count { $0 <= length }
      let start = whole < 3 ? 0 : ends[whole - 3]
      var found: [EventRecord] = []
      let valid = try codec.scan(Data(lines[start..<length])) { record, _ throws(LineFault) in
        found.append(record)
      }
      #expect(start + valid == (whole == 0 ? 0 : ends[whole - 1]))
      #expect(found == Array(records[..<whole].suffix(whole < 3 ? whole : 2)))
    }
  }

  @Test func cutInEveryLineIsContinuedCleanly() throws {
    let directory = try TemporaryDirectory()
    for whole in stride(from: 0, to: 200, by: 7) {
      let path = directory.file("\(whole).jsonl")
      let cut = (whole == 0 ? 0 : ends[whole - 1]) + 1 + whole % 40
      try path.write(lines.prefix(cut))
      let (writer, contents) = try JournalWriter.open(path, run: nil)
      #expect(contents.records == Array(records.prefix(whole)) && contents.isTorn)
      #expect(
        try writer.append([Entry(.runResume)], at: Sample.time, durable: false)[0].sequence == whole + 1)
      let after = try JournalReader.read(path)
      #expect(after.records.dropLast() == records.prefix(whole) && !after.isTorn)
    }
  }

  @Test func flippedBitNeverMakesAnotherRecord() throws {
    var random = SeededGenerator(seed: 42)
    var refused = 0
    for _ in 0..<1000 {
      let place = Int.random(in: 0..<lines.count, using: &random)
      var damaged = lines
      damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      do throws(JournalError) {
        let contents = try JournalContents(scanning: damaged, of: "journal.jsonl")
        #expect(
          place >= ends[197], "only the last line, or the two that a lost newline joined, may be left out")
        #expect(contents.records == Array(records.prefix(contents.records.count)))
        #expect(contents.isTorn)
      } catch {
        refused += 1
        let line = ends.count { $0 <= place } + 1
        #expect(error == .damaged("journal.jsonl", line: line, .checksum))
      }
    }
    #expect(refused > 900)
  }

  @Test(arguments: [1, 100, 5000])
  func zerosAtTheEndAreCutOff(count: Int) throws {
    let contents = try JournalContents(scanning: lines + Data(count: count), of: "journal.jsonl")
    #expect(contents.records == records)
    #expect(contents.validLength == lines.count && contents.isTorn)
  }

  @Test func zerosAndANewlineAtTheEndAreCutOff() throws {
    let contents = try JournalContents(scanning: lines + Data(count: 64) + [10], of: "journal.jsonl")
    #expect(contents.records == records && contents.validLength == lines.count)
  }

  @Test func missingAndDoubledLinesAreRefused() throws {
    let doubled = lines.prefix(ends[4]) + lines[ends[3]...]
    #expect(throws: JournalError.damaged("j", line: 6, .sequence(expected: 6, found: 5))) {
      try JournalContents(scanning: Data(doubled), of: "j")
    }
    let gap = lines.prefix(ends[198 - 1]) + lines[ends[198]...]
    #expect(throws: JournalError.damaged("j", line: 199, .sequence(expected: 199, found: 200))) {
      try JournalContents(scanning: Data(gap), of: "j")
    }
  }

  @Test func lineOfANewerVersionIsRefusedEvenAtTheEnd() throws {
    var newer = lines
    SealedLine.append(Data(#"{"seq":201,"type":"run.dance","v":1}"#.utf8), to: &newer)
    let error = #expect(throws: JournalError.self) { try JournalContents(scanning: newer, of: "j") }
    guard case .damaged("j", line: 201, .unreadable) = error else {
      Issue.record("not refused as unreadable: \(String(describing: error))")
      return
    }
    #expect(error?.hint?.contains("newer version") == true)
  }

  @Test func onlyWhatCanBeRepeatedIsAFullDisk() {
    #expect(JournalError.system(.write, "j", .noSpace).isDiskFull)
    #expect(JournalError.system(.rename, "j", .diskQuotaExceeded).isDiskFull)
    #expect(!JournalError.system(.sync, "j", .noSpace).isDiskFull)
    #expect(!JournalError.system(.write, "j", .ioError).isDiskFull)
  }

  @Test func refusalSaysWhereAndWhatToDo() {
    let error = JournalError.damaged("/r/journal.jsonl", line: 12, .checksum)
    #expect(error.description.hasPrefix("/r/journal.jsonl:12: "))
    #expect(error.hint?.hasSuffix("head -n 11 /r/journal.jsonl") == true)
  }
}

/// SplitMix64: the same numbers for a seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
