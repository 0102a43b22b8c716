import FoundationEssentials
import Testing

@testable import Orchestration

@Suite struct ClaimsTests {
  private func resources() throws -> [Resource] {
    [
      try resource("api", "src/api/**"), try resource("db", "src/db/**", "migrations/*.sql"),
      try resource("all", "src/**"),
    ]
  }

  @Test func aTaskThatDeclaresNothingClaimsEverything() throws {
    #expect(Claims(of: try spec("1"), resources: try resources()) == .everything)
  }

  @Test func locksAreTakenAsDeclared() throws {
    var task = try spec("1")
    task.locks = LockDeclaration(
      reads: [ResourceName("db"), ResourceName("api")], writes: [ResourceName("api")])
    #expect(Claims(of: task, resources: try resources()) == claims(reads: ["db"], writes: ["api"]))
  }

  @Test(
    arguments: [
      (["src/api/x.swift"], [], claims(reads: ["api", "all"])),
      ([], ["src/api/x.swift"], claims(writes: ["api", "all"])),
      (["src/**"], ["src/db/**"], claims(reads: ["api"], writes: ["db", "all"])),
      ([], ["README.md"], claims(writes: ["other"])),
      ([], ["migrations/**"], claims(writes: ["db", "other"])),
      (["**"], [], claims(reads: ["api", "db", "all", "other"])),
      ([], ["{src/api,src/db}/**"], claims(writes: ["api", "db", "all"])),
    ] as [([String], [String], Claims)])
  func fileGlobsClaimWhatTheyMayTouch(_ reads: [String], _ writes: [String], _ expected: Claims) throws {
    var task = try spec("1")
    task.files = FileDeclaration(reads: try reads.map(glob), writes: try writes.map(glob))
    #expect(Claims(of: task, resources: try resources()) == expected)
  }

  @Test(
    arguments: [
      (claims(reads: ["a"]), claims(reads: ["a"]), nil),
      (claims(writes: ["a"]), claims(writes: ["b"]), nil),
      (claims(), .everything, LockConflict(resource: nil, wanted: .write, held: .write)),
      (
        claims(reads: ["a"]), claims(writes: ["a"]),
        LockConflict(resource: ResourceName("a"), wanted: .read, held: .write)
      ),
      (
        claims(writes: ["a"]), claims(reads: ["a"]),
        LockConflict(resource: ResourceName("a"), wanted: .write, held: .read)
      ),
      (
        claims(writes: ["a"]), claims(writes: ["a"]),
        LockConflict(resource: ResourceName("a"), wanted: .write, held: .write)
      ),
      (
        claims(reads: ["a"], writes: ["c", "b"]), claims(reads: ["a", "c"], writes: ["b"]),
        LockConflict(resource: ResourceName("b"), wanted: .write, held: .write)
      ),
      (
        .everything, claims(reads: ["b", "a"]),
        LockConflict(resource: ResourceName("a"), wanted: .write, held: .read)
      ),
      (
        claims(reads: ["a"]), .everything,
        LockConflict(resource: ResourceName("a"), wanted: .read, held: .write)
      ),
      (.everything, .everything, LockConflict(resource: nil, wanted: .write, held: .write)),
    ] as [(Claims, Claims, LockConflict?)])
  func conflicts(_ wanted: Claims, _ held: Claims, _ expected: LockConflict?) {
    #expect(wanted.firstConflict(with: held) == expected)
    #expect((held.firstConflict(with: wanted) == nil) == (expected == nil))
  }

  @Test func widensByWhereThePathsLie() throws {
    let paths = [RepositoryPath("src/db/x"), RepositoryPath("README.md")]
    let widened = claims(reads: ["db", "api"]).adding(writesTo: paths, resources: try resources())
    #expect(widened == claims(reads: ["api"], writes: ["db", "all", "other"]))
    #expect(Claims.everything.adding(writesTo: paths, resources: try resources()) == .everything)
  }

  @Test(arguments: [
    ("src/api/x", claims(writes: ["api"]), false), ("src/api/x", claims(writes: ["api", "all"]), true),
    ("src/api/x", claims(reads: ["api"], writes: ["all"]), false), ("src/x", claims(writes: ["all"]), true),
    ("README.md", claims(writes: ["all"]), false), ("README.md", claims(writes: ["other"]), true),
    ("README.md", .everything, true),
  ])
  func coversWhatLiesInsideItsWriteClaims(_ path: String, _ claims: Claims, _ expected: Bool) throws {
    #expect(claims.covers(RepositoryPath(path), resources: try resources()) == expected)
  }

  @Test(arguments: ["src/api/x", "src/db/y", "migrations/1.sql", "migrations/1.md", "README.md"])
  func whateverFilesWritesMatchesIsCovered(_ path: String) throws {
    for pattern in ["**", "src/**", "migrations/**", "*.md", "**/1.*"] {
      var task = try spec("1")
      task.files.writes = [try glob(pattern)]
      let claims = Claims(of: task, resources: try resources())
      guard try glob(pattern).matches(RepositoryPath(path)) else { continue }
      #expect(claims.covers(RepositoryPath(path), resources: try resources()), "\(pattern) \(path)")
    }
  }

  @Test(arguments: [
    (Claims.everything, "\"everything\""),
    (claims(reads: ["b"], writes: ["a"]), "{\"a\":\"write\",\"b\":\"read\"}"),
  ])
  func json(_ claims: Claims, _ text: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(claims), as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(Claims.self, from: Data(text.utf8)) == claims)
  }

  @Test func jsonOfOtherWordsIsRefused() {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Claims.self, from: Data("\"all\"".utf8)) }
  }

  @Test func readsLikeASentence() {
    #expect(claims(reads: ["c"], writes: ["b", "a"]).description == "reads c; writes a, b")
    #expect(Claims.everything.description == "writes everything")
  }
}
