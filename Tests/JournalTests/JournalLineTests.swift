import FoundationEssentials
import Orchestration
import SystemPackage
import Testing

@testable import Journal

@Suite struct JournalLineTests {
  private static let vectors: [([UInt8], UInt32)] = [
    (Array("123456789".utf8), 0xE306_9283),
    ([], 0),
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
    ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    (Array(0..<32), 0x46DD_794E),
  ]

  /// The vectors of RFC 3720, appendix B.4, and the usual check value.
  @Test(arguments: vectors)
  func checksumIsCastagnolis(bytes: [UInt8], expected: UInt32) {
    let checksum = CRC32C.shared.checksum(bytes.span)
    #expect(checksum == expected)
  }

  @Test(arguments: Sample.events)
  func everyEventComesBack(event: Event) throws {
    let record = EventRecord(
      sequence: 1, time: Sample.time, run: Sample.run,
      entry: Entry(event, task: Sample.task, attempt: 2, source: 77))
    let line = try JournalLine().lines([record])
    #expect(line.count { $0 == SealedLine.newline } == 1)
    let contents = try JournalContents(scanning: line, of: "journal.jsonl")
    #expect(contents.records == [record])
    #expect(!contents.isTorn)
  }

  @Test func samplesAreOfEveryKind() {
    let types = Set(Sample.events.map(\.type))
    #expect(types.count == Sample.events.count)
    #expect(types.contains("host.wake"), "the chain of samples ends before its last link")
  }

  @Test func lineHasTheWrittenForm() throws {
    let record = EventRecord(
      sequence: 12, time: Sample.time, run: nil, entry: Entry(.landWait(checkout: "/a/b"), task: Sample.task))
    let line = String(decoding: try JournalLine().lines([record]), as: UTF8.self)
    let body =
      #"{"reason":"/a/b","seq":12,"task":"001","ts":"2026-11-18T11:06:40.123Z","type":"land.wait","v":1"#
    let digits = String(CRC32C.shared.checksum(Array(body.utf8).span), radix: 16)
    #expect(line == body + #","crc":""# + String(repeating: "0", count: 8 - digits.count) + digits + "\"}\n")
  }

  @Test func upperCaseChecksumIsRefused() throws {
    let line = Data(#"{"v":1,"crc":"e4f8d245"}"#.utf8)
    var written = Data()
    SealedLine.append(Data(#"{"v":1}"#.utf8), to: &written)
    #expect(written == line + [10])
    let loud = Data(#"{"v":1,"crc":"E4F8D245"}"#.utf8)
    let (quietIsIntact, loudIsIntact) = (SealedLine.isIntact(line.span), SealedLine.isIntact(loud.span))
    #expect(quietIsIntact && !loudIsIntact)
  }
}
