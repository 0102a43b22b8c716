import FoundationEssentials
import Glibc
import Journal
import Orchestration
import SystemPackage
import Testing

@Suite struct JournalWriterTests {
  private let directory: TemporaryDirectory
  private let path: FilePath

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("runs/r/journal.jsonl")
  }

  @Test func createsPrivateFilesAndDirectories() throws {
    let (writer, contents) = try JournalWriter.open(path, run: nil)
    #expect(contents.records.isEmpty && !contents.isTorn)
    #expect(try path.mode == 0o600)
    #expect(try directory.file("runs").mode == 0o700)
    #expect(try directory.file("runs/r").mode == 0o700)
    try writer.sync()
  }

  @Test func whatWasAppendedIsRead() throws {
    let (writer, _) = try JournalWriter.open(path, run: Sample.run)
    let written = try writer.append(Sample.entries(5), at: Sample.time, durable: true)
    #expect(try JournalReader.read(path).records == written)
  }

  @Test func aCreatedJournalHasItsFirstLinesAndNothingElseIsLeft() throws {
    try FileManager.default.createDirectory(
      atPath: directory.file("runs/r").string, withIntermediateDirectories: true)
    try directory.file("runs/r/.journal.jsonl.draft").write(Array("half of an earl".utf8))
    try JournalWriter.create(path, run: Sample.run, beginningWith: Sample.entries(2), at: Sample.time)
    let (writer, contents) = try JournalWriter.open(path, run: Sample.run)
    #expect(contents.records.map(\.entry) == Sample.entries(2))
    #expect(try writer.append(Sample.entries(1), at: Sample.time, durable: true).map(\.sequence) == [3])
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("runs/r").string).count == 1)
    #expect(try path.mode == 0o600)
  }

  @Test func secondWriterIsRefusedUntilTheFirstIsGone() throws {
    var first: JournalWriter? = try JournalWriter.open(path, run: nil).writer
    #expect(first != nil)
    #expect(throws: JournalError.inUse(path)) { try JournalWriter.open(path, run: nil) }
    first = nil
    _ = try JournalWriter.open(path, run: nil)
  }

  @Test func damageInTheMiddleIsNotTouched() throws {
    do {
      let (writer, _) = try JournalWriter.open(path, run: nil)
      _ = try writer.append(Sample.entries(5), at: Sample.time, durable: false)
    }
    var bytes = try path.bytes
    bytes[10] ^= 1
    try path.write(bytes)
    #expect(throws: JournalError.damaged(path, line: 1, .checksum)) { try JournalWriter.open(path, run: nil) }
    #expect(try path.bytes == bytes)
  }

  @Test func linkIsNotFollowed() throws {
    let target = directory.file("target")
    try target.write([])
    let link = directory.file("link.jsonl")
    try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: target.string)
    #expect(throws: JournalError.self) { try JournalWriter.open(link, run: nil) }
    #expect(throws: JournalError.notRegular(link)) { try JournalReader.read(link) }
  }

  @Test(.enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
  func fullDiskLosesNothingAndCanBeCleared() throws {
    let disk = try TinyDisk(directory.file("disk"))
    let (writer, _) = try JournalWriter.open(disk.path.appending("journal.jsonl"), run: nil)
    let filler = disk.path.appending("filler")
    try filler.write([UInt8](repeating: 0, count: 16 << 10))
    let text = String(repeating: "x", count: 3000)
    var written: [EventRecord] = []
    let error = #expect(throws: JournalError.self) {
      while true {
        let batch = (0..<3).map { _ in Entry(.agentMessage(AgentText(text: text))) }
        written += try writer.append(batch, at: Sample.time, durable: false)
      }
    }
    #expect(error?.isDiskFull == true)
    let journal = disk.path.appending("journal.jsonl")
    #expect(try JournalReader.read(journal).records == written)
    #expect(try !JournalReader.read(journal).isTorn)
    try FileManager.default.removeItem(atPath: filler.string)
    written += try writer.append(Sample.entries(1), at: Sample.time, durable: true)
    #expect(try JournalReader.read(journal).records == written)
  }
}

/// A file system of 64 KiB.
final class TinyDisk {
  let path: FilePath

  init(_ path: FilePath) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
    guard unsafe mount("tmpfs", path.string, "tmpfs", 0, "size=64k") == 0 else {
      throw Errno(rawValue: errno)
    }
  }

  deinit { unsafe umount2(path.string, Int32(MNT_DETACH)) }

  static let isAvailable: Bool = {
    guard let directory = try? TemporaryDirectory() else { return false }
    return (try? TinyDisk(directory.file("disk"))) != nil
  }()
}
