import FoundationEssentials
import Glibc
import Orchestration
import SystemPackage
import Testing

@testable import Journal

@Suite struct JournalTailTests {
  private let directory: TemporaryDirectory
  private let path: FilePath

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("events.jsonl")
  }

  private func lines(_ count: Int) throws -> Data {
    try JournalLine().lines(
      Sample.entries(count).enumerated().map { index, entry in
        EventRecord(sequence: index + 1, time: Sample.time, run: nil, entry: entry)
      })
  }

  @Test func fileThatDoesNotExistYetHasNothing() throws {
    var tail = JournalTail(path)
    #expect(try tail.next() == [])
    try path.write(try lines(1))
    #expect(try tail.next().count == 1)
  }

  @Test func growingByteByByteGivesEachRecordOnce() throws {
    let bytes = try lines(5)
    var tail = JournalTail(path)
    var seen: [JournalTail.Item] = []
    for length in 0...bytes.count {
      try path.write(bytes.prefix(length))
      seen += try tail.next()
    }
    #expect(seen.map(\.record.sequence) == [1, 2, 3, 4, 5])
    #expect(seen.last?.end == bytes.count && tail.offset == bytes.count)
  }

  @Test func goesOnFromAnyItemsEnd() throws {
    try path.write(try lines(5))
    var first = JournalTail(path)
    for item in try first.next() {
      var tail = JournalTail(path, from: item.end)
      #expect(try tail.next().map(\.record.sequence) == Array(1...5).filter { $0 > item.record.sequence })
    }
  }

  @Test func tornEndMayBeReplaced() throws {
    let bytes = try lines(3)
    try path.write(bytes.dropLast(5) + [0, 0, 10])
    var tail = JournalTail(path)
    #expect(try tail.next().count == 2)
    try path.write(bytes)
    #expect(try tail.next().map(\.record.sequence) == [3])
  }

  @Test func damageIsNamedByItsLineInTheFile() throws {
    var bytes = try lines(6)
    try path.write(bytes.prefix(bytes.count / 2))
    var tail = JournalTail(path)
    let seen = try tail.next().count
    let offset = tail.offset
    bytes[offset + 3] ^= 4
    try path.write(bytes)
    #expect(throws: JournalError.damaged(path, line: seen + 1, .checksum)) { try tail.next() }
    #expect(tail.offset == offset)
  }

  @Test func shrunkFileIsRefused() throws {
    try path.write(try lines(3))
    var tail = JournalTail(path)
    let end = try tail.next().last?.end ?? 0
    try path.write([])
    #expect(throws: JournalError.shrunk(path, length: 0, offset: end)) { try tail.next() }
  }

  @Test func hostileFilesAreRefusedWithoutWaiting() throws {
    let fifo = directory.file("fifo")
    #expect(unsafe mkfifo(fifo.string, 0o600) == 0)
    let link = directory.file("link")
    try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: "/dev/zero")
    for hostile in [fifo, link, directory.path, "/dev/zero"] {
      var tail = JournalTail(hostile)
      #expect(throws: JournalError.notRegular(hostile)) { try tail.next() }
    }
  }

  @Test func fileAboveTheLimitIsRefused() throws {
    let bytes = try lines(3)
    try path.write(bytes)
    var strict = JournalTail(path, limit: bytes.count - 1)
    #expect(throws: JournalError.tooLarge(path, limit: bytes.count - 1)) { try strict.next() }
    var exact = JournalTail(path, limit: bytes.count)
    #expect(try exact.next().count == 3)
  }
}
