import FoundationEssentials
import Glibc
import Journal
import Orchestration
import SystemPackage
import Testing

@Suite struct SpoolTests {
  private let directory: TemporaryDirectory
  private let spool: Spool

  init() throws {
    directory = try TemporaryDirectory()
    spool = Spool(directory.file("spool"))
  }

  @Test func emptyAndMissingSpoolHasNothing() throws {
    #expect(try spool.pending() == [])
  }

  @Test func requestsComeInTheOrderOfTheirTimes() throws {
    let times: [Int64] = [1_795_000_000_002, 9, 1_795_000_000_001, 10]
    for time in times { try spool.submit(Sample.request("n\(time)"), at: Timestamp(milliseconds: time)) }
    #expect(try spool.pending() == times.sorted().map { Sample.request("n\($0)") })
  }

  @Test func answeredRequestIsTakenOut() throws {
    for nonce in ["a", "b-a", "c"] { try spool.submit(Sample.request(nonce), at: Sample.time) }
    try spool.remove(Sample.request("a"))
    #expect(try spool.pending().map(\.nonce.description).sorted() == ["b-a", "c"])
    try spool.remove(Sample.request("a"))
  }

  @Test func nonceCannotLeaveTheDirectory() throws {
    let nonces = ["../../evil", "a/b", "a_2fb", "", ".", "\u{E9}"]
    for nonce in nonces {
      let file = try spool.submit(Sample.request(nonce), at: Sample.time)
      #expect(file.removingLastComponent() == spool.directory)
      #expect(try file.mode == 0o600)
    }
    #expect(Set(try spool.pending().map(\.nonce.description)) == Set(nonces))
  }

  @Test func whatIsNoRequestIsSetAsideOnce() throws {
    try spool.submit(Sample.request("good"), at: Sample.time)
    let bad = ["1.json", "2.json", "3.json", "4.json", "odd\n"].map(spool.directory.appending)
    try bad[0].write(Array("{\"nonce\":3}".utf8))
    #expect(unsafe mkfifo(bad[1].string, 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: bad[2].string, withDestinationPath: "/dev/zero")
    try bad[3].write([UInt8](repeating: 32, count: 2 << 20))
    try FileManager.default.createDirectory(atPath: bad[4].string, withIntermediateDirectories: false)
    try spool.directory.appending(".draft").write([1])
    let (requests, rejected) = try spool.read()
    #expect(requests == [Sample.request("good")])
    #expect(rejected.map(\.file.string) == bad.map { $0.string + ".rejected" })
    #expect(try spool.read().rejected.isEmpty)
    #expect(try spool.pending() == [Sample.request("good")])
  }
}
