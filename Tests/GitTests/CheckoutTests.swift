import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Git

struct CheckoutTests {
  let fixture: GitFixture
  let old: ObjectID
  let new: ObjectID

  init() async throws {
    fixture = try await GitFixture()
    try fixture.write(".gitignore", "*.log\n")
    try fixture.write("file", "old\n")
    try fixture.write("dir/inner", "old\n")
    try fixture.write("gone", "old\n")
    try await fixture.commit("old")
    old = try await fixture.id("HEAD")
    try fixture.write("file", "new\n")
    try fixture.write("dir/inner", "new\n")
    try fixture.write("added", "new\n")
    try fixture.write("noise.log", "new\n")
    try await fixture.git("add", "--force", "noise.log")
    try await fixture.git("rm", "-q", "gone")
    try await fixture.commit("new")
    new = try await fixture.id("HEAD")
    try await fixture.git("reset", "-q", "--hard", old.hex)
  }

  private func status() async throws -> String { try await fixture.git("status", "--porcelain", "--ignored") }

  private func checkOut() throws {
    let repository = try fixture.repository()
    try repository.checkoutSafely(from: try repository.tree(of: old), to: try repository.tree(of: new))
  }

  @Test func aCleanTreeFollows() async throws {
    #expect(try fixture.repository().dirtyPaths() == [])
    try fixture.write("untracked", "mine\n")
    try checkOut()
    try await fixture.git("update-ref", "HEAD", new.hex)
    #expect(try await status() == "?? untracked")
    #expect(try fixture.repository().dirtyPaths() == [])
  }

  @Test(arguments: ["file", "added", "noise.log", "gone"])
  func whatIsThePersonsStaysAndNothingElseMoves(path: String) async throws {
    try fixture.write(path, "precious\n")
    let before = try await status()
    #expect(throws: CheckoutRefused(paths: [GitPath(path)])) { try checkOut() }
    #expect(try await status() == before)
    #expect(contents(fixture.root.string + "/" + path) == "precious\n")
    #expect(!exists(fixture.root.string + "/.git/index.lock"))
  }

  @Test func aRunningGitCommandIsRespected() async throws {
    try fixture.write(".git/index.lock", "")
    let lockFile = fixture.root.string + "/.git/index.lock"
    #expect(throws: IndexLocked(lockFile: lockFile)) { try checkOut() }
    #expect(exists(lockFile))
    unsafe unlink(lockFile)
    #expect(try await status() == "")
  }

  @Test func stagedAndUnstagedChangesAreDirt() async throws {
    try fixture.write("file", "edited\n")
    try fixture.write("staged", "x\n")
    try fixture.write("untracked", "x\n")
    try await fixture.git("add", "staged")
    #expect(try fixture.repository().dirtyPaths() == [GitPath("file"), GitPath("staged")])
  }

  /// Links in place of files and directories of the tree, and where each points.
  @Test(arguments: [
    ("file", "../victim/file"), ("file", "../victim/missing"), ("dir", "../victim"),
    ("dir", "../victim/missing"),
    ("dir/inner", "../../victim/file"), ("added", "../victim/file"), ("added", "../victim"),
    ("gone", "../victim"),
    ("gone", "../victim/file"),
  ])
  func nothingIsWrittenThroughALink(name: String, target: String) async throws {
    try fixture.write("../victim/file", "precious\n")
    try fixture.write("../victim/inner", "precious\n")
    let place = fixture.root.string + "/" + name
    try TreeRemoval.remove(place)
    #expect(unsafe symlink(target, place) == 0)
    try? checkOut()
    let victim = fixture.directory.string + "/victim"
    #expect(contents(victim + "/file") == "precious\n")
    #expect(contents(victim + "/inner") == "precious\n")
    #expect(DirectoryEntries.list(directory: victim).count == 2)
  }
}
