import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Git

struct SnapshotTests {
  let fixture: GitFixture
  let base: ObjectID
  let work: WorktreeLocation

  init() async throws {
    fixture = try await GitFixture()
    try fixture.write("kept", "kept\n")
    try fixture.write("edited", "before\n")
    try fixture.write("gone", "gone\n")
    try fixture.write("tool", "#!/bin/sh\n")
    try fixture.write("dir/inner", "inner\n")
    try fixture.write(".gitignore", "*.log\n/out/\n")
    try await fixture.commit("base")
    base = try await fixture.id("HEAD")
    work = try await fixture.worktree()
  }

  private func snapshot() throws -> SnapshotTree { try work.repository().snapshot(base: base) }

  @Test func anUntouchedWorktreeIsItsBase() throws {
    let snapshot = try snapshot()
    #expect(snapshot.tree == (try fixture.repository().tree(of: base)))
    #expect(snapshot.changes.isEmpty && snapshot.nested.isEmpty && snapshot.unreadable.isEmpty)
  }

  @Test func everyKindOfChangeIsStoredAsGitStoresIt() async throws {
    try work.write("edited", "after\n")
    work.remove("gone")
    unsafe chmod("\(work.path)/tool", 0o755)
    try work.write("debug.log", "ignored\n")
    work.makeDirectory("fresh")
    try work.write("fresh/file", "new\n")
    try work.write([0x61, 0xFF, 0x0A], "odd name\n")
    work.link("link", to: "/etc/passwd")
    work.remove("dir/inner")
    unsafe rmdir("\(work.path)/dir")
    work.link("dir", to: "fresh")
    let snapshot = try snapshot()
    #expect(snapshot.tree.hex == (try await fixture.gitTree(of: work)))
    let expected: [(String, PathChange.Kind)] = [
      (#""a\377\n""#, .added), ("dir", .added), ("dir/inner", .deleted), ("edited", .modified),
      ("fresh/file", .added), ("gone", .deleted), ("link", .added), ("tool", .modified),
    ]
    #expect(snapshot.changes.map(\.path.display) == expected.map(\.0))
    #expect(snapshot.changes.map(\.kind) == expected.map(\.1))
    #expect(snapshot.unreadable.isEmpty)
  }

  @Test func aSecondSnapshotSeesFurtherChangesAndTheIndexStaysAtTheBase() async throws {
    try work.write("edited", "after\n")
    try work.write("new", "1\n")
    let first = try snapshot()
    let status = try await fixture.git("status", "--porcelain", at: FilePath(work.path))
    #expect(status == " M edited\n?? new")
    work.remove("new")
    let second = try snapshot()
    #expect(first.changes.map(\.path.display) == ["edited", "new"])
    #expect(second.changes.map(\.path.display) == ["edited"])
  }

  @Test(arguments: ["--skip-worktree", "--assume-unchanged"])
  func editsCannotHideBehindIndexFlags(flag: String) async throws {
    try await fixture.git("update-index", flag, "edited", "gone", at: FilePath(work.path))
    try work.write("edited", "hidden edit\n")
    work.remove("gone")
    #expect(try snapshot().changes.map(\.path.display) == ["edited", "gone"])
  }

  @Test func whatAnAgentStagedChangesNothing() async throws {
    let place = FilePath(work.path)
    try work.write("edited", "staged\n")
    try await fixture.git("add", "edited", at: place)
    try work.write("edited", "before\n")
    try await fixture.git("rm", "-q", "--cached", "kept", at: place)
    #expect(try snapshot().changes.isEmpty)
  }

  @Test(arguments: ["garbage", ""])
  func aDamagedIndexIsRebuilt(content: String) throws {
    let index = "\(work.adminDirectory)/index"
    unsafe unlink(index)
    let file = try FileDescriptor.open(
      FilePath(index), .writeOnly, options: [.create], permissions: .ownerReadWrite)
    try file.closeAfter { _ = try file.writeAll(Array(content.utf8)) }
    try work.write("edited", "after\n")
    #expect(try snapshot().changes.map(\.path.display) == ["edited"])
  }

  @Test func aSplitIndexIsRebuilt() async throws {
    try await fixture.git("update-index", "--split-index", at: FilePath(work.path))
    try work.write("edited", "after\n")
    #expect(try snapshot().changes.map(\.path.display) == ["edited"])
  }

  @Test func aLeftIndexLockIsNoObstacle() throws {
    try work.write("edited", "after\n")
    let lock = try FileDescriptor.open(
      FilePath("\(work.adminDirectory)/index.lock"), .writeOnly, options: [.create],
      permissions: .ownerReadWrite)
    try lock.close()
    #expect(try snapshot().changes.map(\.path.display) == ["edited"])
  }

  static let nestedShapes: [[String]] = [
    ["init", "-q", "sub"],
    ["clone", "-q", ".", "sub"],
    ["init", "-q", "--separate-git-dir=../../elsewhere", "sub"],
    ["worktree", "add", "-q", "--detach", "sub"],
    ["init", "-q", "sub/deeper/still"],
  ]

  @Test(arguments: nestedShapes)
  func nestedRepositoriesAreLeftOutAndNamed(command: [String]) async throws {
    try await fixture.git(command, at: FilePath(work.path))
    let nested = command.last.map { $0 } ?? ""
    try work.write("\(nested)/inside", "x\n")
    try work.write("beside", "y\n")
    let snapshot = try snapshot()
    #expect(snapshot.nested == [GitPath(nested)])
    #expect(snapshot.changes.map(\.path.display) == ["beside"])
  }

  @Test func aRepositoryBegunAmongTrackedFilesHidesNone() async throws {
    try await fixture.git("init", "-q", "dir", at: FilePath(work.path))
    try work.write("dir/inner", "changed\n")
    let snapshot = try snapshot()
    #expect(snapshot.changes.map(\.path.display) == ["dir/inner"])
    #expect(snapshot.changes.map(\.kind) == [.modified])
  }

  @Test func aBareRepositoryIsFiles() async throws {
    try await fixture.git("init", "-q", "--bare", "bare", at: FilePath(work.path))
    let snapshot = try snapshot()
    #expect(snapshot.tree.hex == (try await fixture.gitTree(of: work)))
  }

  @Test func filesThatGitCannotStoreAreNamed() throws {
    unsafe mkfifo("\(work.path)/pipe", 0o600)
    work.remove("gone")
    unsafe mkfifo("\(work.path)/gone", 0o600)
    unsafe mkfifo("\(work.path)/pipe.log", 0o600)
    try work.write("edited", "after\n")
    let snapshot = try snapshot()
    #expect(snapshot.unreadable == [GitPath("gone"), GitPath("pipe")])
    #expect(snapshot.changes.map(\.path.display) == ["edited", "gone"])
  }

  @Test func filesBesideAnUnstorableNameAreStored() throws {
    work.makeDirectory("sub")
    work.makeDirectory("sub/.GIT")
    try work.write("sub/.GIT/config", "x\n")
    try work.write("sub/file", "y\n")
    let snapshot = try snapshot()
    #expect(snapshot.changes.map(\.path.display).contains("sub/file"))
    #expect(!snapshot.changes.contains { $0.path.display.contains("GIT") })
  }

  @Test(arguments: ["forged", "directory", "missing"])
  func theGitPointerInTheTreeIsNotFollowed(shape: String) async throws {
    try await fixture.git("init", "-q", "../evil")
    work.remove(".git")
    switch shape {
    case "forged": try work.write(".git", "gitdir: \(fixture.directory)/evil/.git\n")
    case "directory": try await fixture.git("init", "-q", ".", at: FilePath(work.path))
    default: break
    }
    try work.write("edited", "after\n")
    #expect(try snapshot().changes.map(\.path.display) == ["edited"])
    #expect(try await fixture.git("count-objects", at: fixture.directory.appending("evil")).hasPrefix("0 "))
  }

  @Test func neitherCoreWorktreeNorTheGitdirFileMovesIt() async throws {
    let victim = fixture.directory.appending("victim")
    try fixture.makeDirectory("../victim")
    try fixture.write("../victim/secret", "secret\n")
    try await fixture.git("config", "core.worktree", victim.string)
    try fixture.write(".git/worktrees/work/gitdir", "\(victim)/.git\n")
    try work.write("edited", "after\n")
    #expect(try snapshot().changes.map(\.path.display) == ["edited"])
  }

  @Test func aWorkTreeReplacedByALinkIsRefused() throws {
    try TreeRemoval.remove(work.path)
    unsafe symlink("/etc", work.path)
    #expect(throws: SystemError.self) { try snapshot() }
  }

  @Test func filterProgramsDoNotRun() async throws {
    try await fixture.git("config", "filter.evil.clean", "touch \(fixture.directory)/canary")
    try work.write(".gitattributes", "* filter=evil\n")
    try work.write("edited", "after\n")
    _ = try snapshot()
    #expect(!exists("\(fixture.directory)/canary"))
  }
}

extension SnapshotTests {
  @Test func filesThatCannotBeReadAreNamed() throws {
    try work.write("edited", "changed in secret\n")
    try work.write("secret", "x\n")
    try work.write("kept", "changed\n")
    for name in ["edited", "secret"] { unsafe chmod("\(work.path)/\(name)", 0) }
    work.makeDirectory("shut")
    try work.write("shut/file", "x\n")
    unsafe chmod("\(work.path)/shut", 0)
    let snapshot = try snapshot()
    // Root reads everything, so nothing may be missing then.
    let isRoot = geteuid() == 0
    #expect(snapshot.unreadable.map(\.display) == (isRoot ? [] : ["edited", "secret", "shut"]))
    let readable = isRoot ? ["edited", "kept", "secret", "shut/file"] : ["kept"]
    #expect(snapshot.changes.map(\.path.display) == readable)
  }
}
