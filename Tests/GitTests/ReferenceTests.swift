import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Git

struct ReferenceTests {
  let fixture: GitFixture
  let first: ObjectID
  let second: ObjectID

  init() async throws {
    fixture = try await GitFixture()
    try await fixture.commit("first")
    first = try await fixture.id("HEAD")
    try await fixture.commit("second")
    second = try await fixture.id("HEAD")
  }

  @Test func aSwapMovesTheRefAndWritesTheReflog() async throws {
    let ref = try RefName.branch("work").orThrow()
    let repository = try fixture.repository()
    try repository.create(ref, at: first, message: "begin")
    try repository.update(ref, to: second, expecting: first, message: "land it")
    #expect(try await fixture.git("rev-parse", "work") == second.hex)
    #expect(
      try await fixture.git("reflog", "show", "--format=%gs", "work").split(separator: "\n").first
        == "land it")
  }

  @Test func aMovedRefStaysAndIsReported() async throws {
    let ref = try RefName.branch("main").orThrow()
    let repository = try fixture.repository()
    #expect(throws: RefMoved(ref: ref, expected: first, actual: second)) {
      try repository.update(ref, to: first, expecting: first, message: "late")
    }
    #expect(throws: RefMoved(ref: ref, expected: nil, actual: second)) {
      try repository.create(ref, at: first, message: "late")
    }
    #expect(throws: RefMoved(ref: ref, expected: first, actual: second)) {
      try repository.delete(ref, expecting: first)
    }
    #expect(try await fixture.id("main") == second)
  }

  @Test func aMissingRefIsReportedAsMoved() throws {
    let ref = try RefName.branch("missing").orThrow()
    #expect(throws: RefMoved(ref: ref, expected: first, actual: nil)) {
      try fixture.repository().update(ref, to: second, expecting: first, message: "late")
    }
    #expect(try fixture.repository().delete(ref, expecting: first) == false)
  }

  @Test func packedRefsAreSwappedAndDeleted() async throws {
    let ref = try RefName.branch("packed").orThrow()
    try await fixture.git("branch", "packed", first.hex)
    try await fixture.git("pack-refs", "--all")
    let repository = try fixture.repository()
    try repository.update(ref, to: second, expecting: first, message: "move")
    #expect(try await fixture.id("packed") == second)
    #expect(try repository.delete(ref, expecting: second))
    #expect(try await fixture.run(["rev-parse", "--verify", "--quiet", ref.name]).status != 0)
  }

  @Test func aSymbolicRefIsFollowed() async throws {
    try await fixture.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    let ref = try RefName.branch("alias").orThrow()
    try fixture.repository().update(ref, to: first, expecting: second, message: "move")
    #expect(try await fixture.id("main") == first)
    #expect(try await fixture.git("symbolic-ref", "refs/heads/alias") == "refs/heads/main")
  }

  @Test func aLockThatStaysIsNamed() throws {
    let ref = try RefName.branch("main").orThrow()
    try fixture.write(".git/refs/heads/main.lock", "")
    let lockFile = fixture.root.appending(".git/refs/heads/main.lock").string
    #expect(throws: RefLocked(ref: ref, lockFile: lockFile)) {
      try fixture.repository().update(ref, to: first, expecting: second, message: "locked")
    }
  }

  @Test(arguments: [("a/b", "a"), ("a", "a/b")])
  func namesThatCannotStandSideBySideAreNamed(existing: String, wanted: String) async throws {
    try await fixture.git("branch", existing)
    let (ref, other) = try (RefName.branch(wanted).orThrow(), RefName.branch(existing).orThrow())
    #expect(throws: RefClash(ref: ref, existing: other)) {
      try fixture.repository().create(ref, at: first, message: "clash")
    }
  }

  @Test func refsAreListedByPrefix() async throws {
    try await fixture.git("branch", "orchestrate/b")
    try await fixture.git("branch", "orchestrate/a", first.hex)
    let found = try fixture.repository().references(under: "refs/heads/orchestrate/")
    #expect(found.map(\.ref.shortName) == ["orchestrate/a", "orchestrate/b"])
    #expect(found.map(\.target) == [first, second])
  }

  @Test func historyReadsAsGitReadsIt() async throws {
    try await fixture.git("switch", "-q", "-c", "side", first.hex)
    try fixture.write("side", "1")
    let side = try ObjectID(hex: await fixture.commit("on the side")).orThrow()
    try await fixture.git("switch", "-q", "main")
    try await fixture.git("merge", "-q", "--no-ff", "-m", "join", "side")
    let tip = try await fixture.id("HEAD")
    let repository = try fixture.repository()
    #expect(try repository.isAncestor(side, of: tip))
    #expect(try !repository.isAncestor(tip, of: side))
    #expect(try repository.mergeBase(side, second) == first)
    #expect(try repository.aheadBehind(tip, side) == (2, 0))
    #expect(try repository.firstParentHistory(from: tip, limit: 2).map(\.id) == [tip, second])
    #expect(try repository.commit(tip).parents == [second, side])
    #expect(try repository.resolve(revision: "main~1") == second)
    #expect(try repository.resolve(revision: "nothing") == nil)
    #expect(try repository.head() == .branch(RefName.branch("main").orThrow(), tip))
  }

  @Test func aDraftMakesTheCommitThatGitMakes() async throws {
    let repository = try fixture.repository()
    let author = Signature(name: "A U Thor", email: "author@example.com", seconds: 1_700_000_000)
    let committer = Signature(name: "C O Mitter", email: "committer@example.com", seconds: 1_700_000_000)
    let draft = CommitDraft(
      tree: try repository.tree(of: first), parents: [first], author: author, committer: committer,
      message: "second\n")
    #expect(try repository.createCommit(draft) == second)
    #expect(try repository.createCommit(draft) == second)
    #expect(try repository.commit(second).author == author)
  }

  @Test func theSignatureIsTheOneConfigured() async throws {
    try await fixture.git("config", "user.name", "Ada")
    try await fixture.git("config", "user.email", "ada@example.com")
    let signature = try fixture.repository().signature(seconds: 7)
    #expect(signature == Signature(name: "Ada", email: "ada@example.com", seconds: 7))
  }

  @Test func differencesReadAsGitPrintsThem() async throws {
    try fixture.write("a", "1\n2\n3\n")
    try fixture.write("gone", "x\n")
    try fixture.write("run", "#!/bin/sh\n")
    try await fixture.commit("before")
    let old = try await fixture.id("HEAD")
    try fixture.write("a", "1\ntwo\n3\n")
    try await fixture.git("rm", "-q", "gone")
    try fixture.write("run", "#!/bin/sh\n", executable: true)
    try fixture.write("new/é", "y\n")
    try await fixture.commit("after")
    let new = try await fixture.id("HEAD")
    let repository = try fixture.repository()
    let patch = String(decoding: try repository.patch(from: old, to: new), as: UTF8.self)
    #expect(patch == (try await fixture.git("diff", "--no-renames", "--abbrev=7", old.hex, new.hex)) + "\n")
    let changes = try repository.changes(from: old, to: new)
    #expect(changes.map(\.path.display) == ["a", "gone", #""new/\303\251""#, "run"])
    #expect(changes.map(\.kind) == [.modified, .deleted, .added, .modified])
    #expect(changes[3].newMode == .executable)
    #expect(try repository.diffStat(from: old, to: new) == DiffStat(files: 4, insertions: 2, deletions: 2))
    #expect(try repository.file(at: GitPath("a"), in: new) == Array("1\ntwo\n3\n".utf8))
    #expect(try repository.file(at: GitPath("new"), in: new) == nil)
    #expect(try repository.paths(in: new).map(\.display) == ["a", #""new/\303\251""#, "run"])
    #expect(try repository.changes(from: nil, to: new).count == 3)
  }
}
