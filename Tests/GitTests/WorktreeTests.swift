import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import Git

struct WorktreeTests {
  let fixture: GitFixture
  let base: ObjectID

  init() async throws {
    fixture = try await GitFixture()
    try fixture.write("dir/file", "text\n")
    try fixture.write("run", "#!/bin/sh\n", executable: true)
    try await fixture.commit("first")
    base = try await fixture.id("HEAD")
  }

  /// Everything that adding a worktree could leave behind.
  private func state() async throws -> [String] {
    [
      try await fixture.git("for-each-ref"), try await fixture.git("worktree", "list", "--porcelain"),
      listing(fixture.root.appending(".git/worktrees").string), listing(fixture.directory.string),
      listing(fixture.root.appending(".git/refs").string),
      listing(fixture.root.appending(".git/logs").string),
    ]
  }

  private func listing(_ directory: String) -> String {
    DirectoryEntries.list(directory: directory).map { entry in
      let path = directory + "/" + String(decoding: entry.name, as: UTF8.self)
      return path + "\n" + (entry.type == UInt8(DT_DIR) ? listing(path) : contents(path) ?? "")
    }.sorted().joined()
  }

  @Test func aWorktreeIsDetachedLockedAndCleanInGitsEyes() async throws {
    let refs = try await fixture.git("for-each-ref")
    let location = try await fixture.worktree("run-1-task")
    let place = FilePath(location.path)
    #expect(try await fixture.git("status", "--porcelain", at: place) == "")
    #expect(try await fixture.git("rev-parse", "HEAD", at: place) == base.hex)
    #expect(try await fixture.run(["symbolic-ref", "-q", "HEAD"], at: place).status == 1)
    #expect(try await fixture.git("diff-files", at: place) == "")
    #expect(try await fixture.git("for-each-ref") == refs)
    let list = try await fixture.git("worktree", "list", "--porcelain")
    #expect(list.contains("worktree \(location.path)\nHEAD \(base.hex)\ndetached\nlocked test"))
    #expect(try fixture.repository().worktrees() == [location])
    #expect(location.adminDirectory == fixture.root.appending(".git/worktrees/run-1-task").string)
  }

  @Test func filesThatDifferFromTheBaseShowAsChanges() async throws {
    try fixture.write("dir/file", "carried\n")
    try fixture.write("new", "carried\n")
    try await fixture.commit("second")
    let location = try fixture.repository().addWorktree(fixture.request("work", base))
    try location.populate(with: await fixture.id("HEAD"))
    let status = try await fixture.git("status", "--porcelain", at: FilePath(location.path))
    #expect(status == " M dir/file\n?? new")
    #expect(contents(location.path + "/new") == "carried\n")
  }

  @Test func nothingIsPutIntoADirectoryThatIsInUse() async throws {
    let location = try await fixture.worktree()
    #expect(throws: WorktreeError.pathTaken(location.path)) { try location.populate(with: base) }
  }

  @Test(arguments: [
    "", "../../evil", "a/b", ".", "..", "-x", "A", "a b", "a\n", "a\0", "é", "a.lock", "a_b", "~", "a..b",
    String(repeating: "a", count: 122),
  ])
  func hostileNamesAreRefused(name: String) async throws {
    let before = try await state()
    let repository = try fixture.repository()
    let path = fixture.directory.appending("trees/x").string
    let request = WorktreeRequest(name: name, path: path, base: base, lockReason: "")
    #expect(throws: WorktreeError.invalidName(name)) { try repository.addWorktree(request) }
    #expect(throws: WorktreeError.invalidName(name)) { try repository.removeWorktree(name: name, path: path) }
    #expect(try await state() == before)
  }

  @Test func aFailedAdditionLeavesNothing() async throws {
    let before = try await state()
    var missing = fixture.request("work", base)
    missing.base = try ObjectID(hex: String(repeating: "1", count: 40)).orThrow()
    #expect(throws: GitError.self) { try fixture.repository().addWorktree(missing) }
    #expect(try await state() == before)

    var blocked = fixture.request("work", base)
    blocked.path = fixture.root.appending("run/below-a-file").string
    #expect(throws: (any Error).self) { try fixture.repository().addWorktree(blocked) }
    #expect(try await state() == before)

    try fixture.write("../trees/work/mine", "mine\n")
    let taken = fixture.request("work", base)
    let beforeTaken = try await state()
    #expect(throws: WorktreeError.pathTaken(taken.path)) { try fixture.repository().addWorktree(taken) }
    #expect(try await state() == beforeTaken)
  }

  @Test func aFailureInTheMiddleIsTakenBack() async throws {
    _ = try await fixture.worktree("other")
    // libgit2 makes the administration directory first, and then cannot make the one for the files.
    let link = fixture.directory.appending("dangling").string
    #expect(unsafe symlink("missing", link) == 0)
    var request = fixture.request("work", base)
    request.path = link + "/work"
    let before = try await state()
    #expect(throws: GitError.self) { try fixture.repository().addWorktree(request) }
    #expect(try await state() == before)
  }

  @Test func aBranchInTheWayOfTheLentOneIsNoHarm() async throws {
    try await fixture.git("branch", "orchestrate/worktree")
    let before = try await state()
    #expect(throws: GitError.self) { try fixture.repository().addWorktree(fixture.request("work", base)) }
    #expect(try await state() == before)
  }

  @Test func aTakenNameKeepsItsWorktree() async throws {
    let location = try await fixture.worktree()
    var request = fixture.request("work", base)
    request.path += "-other"
    #expect(throws: WorktreeError.nameTaken("work")) { try fixture.repository().addWorktree(request) }
    #expect(try await fixture.git("status", "--porcelain", at: FilePath(location.path)) == "")
  }

  @Test func removalCopesWithWhatAnAgentLeaves() async throws {
    let before = try await state()
    let location = try await fixture.worktree()
    try fixture.write("../victim/file", "precious\n")
    location.link("link", to: fixture.directory.appending("victim").string)
    location.makeDirectory("shut")
    try location.write("shut/file", "x")
    try location.write([0xFF, 0x0A], "odd\n")
    unsafe mkfifo("\(location.path)/pipe", 0o600)
    var deep = location.path
    for _ in 0..<400 {
      deep += "/deep"
      unsafe mkdir(deep, 0o755)
    }
    unsafe chmod("\(location.path)/shut", 0o500)
    let repository = try fixture.repository()
    for _ in 1...2 { try repository.removeWorktree(name: location.name, path: location.path) }
    #expect(!exists(location.path))
    #expect(contents(fixture.directory.appending("victim/file").string) == "precious\n")
    try TreeRemoval.remove(fixture.directory.appending("victim").string)
    try TreeRemoval.remove(fixture.directory.appending("trees").string)
    #expect(try await state() == before)
  }

  @Test func aWorktreePathThatBecameALinkIsOnlyUnlinked() async throws {
    let location = try await fixture.worktree()
    try fixture.write("../victim/file", "precious\n")
    try TreeRemoval.remove(location.path)
    unsafe symlink(fixture.directory.appending("victim").string, location.path)
    try fixture.repository().removeWorktree(name: location.name, path: location.path)
    #expect(contents(fixture.directory.appending("victim/file").string) == "precious\n")
    #expect(!exists(location.path))
  }

  @Test func theRepositoryItselfIsNeverRemoved() async throws {
    for path in [fixture.root.string, fixture.directory.string, fixture.root.appending(".git").string] {
      #expect(throws: WorktreeError.holdsRepository(path)) {
        try fixture.repository().removeWorktree(name: "work", path: path)
      }
    }
    #expect(try await fixture.git("status", "--porcelain") == "")
  }

  @Test func twentyAtOnceAllSucceed() async throws {
    let administration = try GitAdministration(fixture.root.appending(".git").string)
    let locations = try await withThrowingTaskGroup(of: WorktreeLocation.self) { group in
      for number in 0..<20 {
        let request = fixture.request("task-\(number)", base)
        group.addTask {
          let location = try await administration.perform { try $0.addWorktree(request) }
          try location.populate(with: request.base)
          return location
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(locations.count == 20)
    for location in locations {
      #expect(try await fixture.git("status", "--porcelain", at: FilePath(location.path)) == "")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for location in locations {
        group.addTask {
          try await administration.perform { try $0.removeWorktree(name: location.name, path: location.path) }
        }
      }
      try await group.waitForAll()
    }
    #expect(!exists(fixture.root.appending(".git/worktrees").string))
  }

  @Test func everySwapOfManyTasksArrives() async throws {
    let administration = try GitAdministration(fixture.root.appending(".git").string)
    let ref = try RefName("refs/orchestrate/counter").orThrow()
    let base = base
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          try await administration.perform { repository in
            let old = try repository.target(of: ref)
            let who = Signature(name: "t", email: "t@example.com", seconds: Int64(number))
            let draft = CommitDraft(
              tree: try repository.tree(of: base), parents: old.map { [$0] } ?? [], author: who,
              committer: who,
              message: "\(number)\n")
            let id = try repository.createCommit(draft)
            try repository.update(ref, to: id, expecting: old, message: "count")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await fixture.git("rev-list", "--count", ref.name) == "50")
  }

  @Test func aBranchIsFoundWhereverItIsCheckedOut() async throws {
    try await fixture.git("worktree", "add", "-q", "-b", "side", "../side")
    try await fixture.git("worktree", "add", "-q", "--detach", "../loose")
    let side = fixture.directory.appending("side")
    let repository = try fixture.repository()
    #expect(try repository.branchCheckouts(of: RefName.branch("main").orThrow()) == [fixture.root.string])
    #expect(try repository.branchCheckouts(of: RefName.branch("side").orThrow()) == [side.string])
    #expect(try repository.branchCheckouts(of: RefName.branch("other").orThrow()) == [])
    try fixture.write("../side/dir/file", "side\n")
    try await fixture.git("commit", "-qam", "side", at: side)
    try fixture.write("dir/file", "main\n")
    try await fixture.commit("main")
    #expect(try await fixture.run(["rebase", "main"], at: side).status != 0)
    #expect(try repository.branchCheckouts(of: RefName.branch("side").orThrow()) == [side.string])
  }
}
