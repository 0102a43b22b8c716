import FoundationEssentials
import Journal
import Orchestration
import SystemPackage
import Testing

@Suite struct JSONFileTests {
  private let directory: TemporaryDirectory
  private let path: FilePath

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("a/worker.json")
  }

  @Test func valueComesBackAndIsReplacedAsAWhole() throws {
    #expect(try JSONFile.read(ProcessIdentity.self, from: path) == nil)
    try JSONFile.write(AttemptExit(outcome: .agentFailed(String(repeating: "x", count: 5000))), to: path)
    try JSONFile.write(Sample.holder, to: path)
    #expect(try JSONFile.read(ProcessIdentity.self, from: path) == Sample.holder)
    #expect(try path.mode == 0o600)
    let names = try FileManager.default.contentsOfDirectory(atPath: path.removingLastComponent().string)
    #expect(names == ["worker.json"])
  }

  @Test func failedWriteLeavesNothingBehind() throws {
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
    #expect(throws: JournalError.system(.rename, path, .isDirectory)) {
      try JSONFile.write(Sample.holder, to: path)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: path.removingLastComponent().string)
    #expect(names == ["worker.json"])
  }

  @Test func linkAtThePathIsReplacedNotFollowed() throws {
    let target = directory.file("target")
    try target.write([1])
    let link = directory.file("link.json")
    try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: target.string)
    #expect(throws: JournalError.notRegular(link)) { try JSONFile.read(ProcessIdentity.self, from: link) }
    try JSONFile.write(Sample.holder, to: link)
    #expect(try target.bytes == Data([1]))
    #expect(try JSONFile.read(ProcessIdentity.self, from: link) == Sample.holder)
  }

  @Test func readingIsBoundedAndSaysWhatIsWrong() throws {
    let file = directory.file("b.json")
    try file.write(Array(#"{"pid":1}"#.utf8))
    #expect(throws: JournalError.malformed(file, #"no "started""#)) {
      try JSONFile.read(ProcessIdentity.self, from: file)
    }
    #expect(throws: JournalError.tooLarge(file, limit: 8)) {
      try JSONFile.read(ProcessIdentity.self, from: file, limit: 8)
    }
  }
}
