import Git
import Glibc
import Journal
import Orchestration
import Sandboxes
import SystemPackage
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(1)))
struct AttemptHostPrepareTests {
  let fixture: AttemptHostFixture
  let base: CommitID

  init() async throws {
    let lines = (1...20).map { "\($0)\n" }.joined()
    fixture = try await AttemptHostFixture(files: [
      "README": "hello\n", "list": lines, ".gitignore": ".env\n",
    ])
    base = try await fixture.commit("main")
  }

  private var git: String { "git -C '\(fixture.worktree)'" }

  private func write(_ path: String, _ text: String) throws {
    try fixture.git.write("../trees/001/\(path)", text)
  }

  private func rescued() async throws -> [String] {
    let refs = try await fixture.git.git("for-each-ref", "--format=%(refname)", "refs/orchestrate/rescue/")
    return refs.split(separator: "\n").map(String.init)
  }

  /// Commits in the user's checkout, on a branch of its own that starts at `main`.
  private func commit(_ files: [String: String], branch: String) async throws -> CommitID {
    try await fixture.git.git("checkout", "--quiet", "-b", branch, "main")
    for (path, text) in files { try fixture.git.write(path, text) }
    let id = try await fixture.git.commit(branch)
    try await fixture.git.git("checkout", "--quiet", "main")
    return try #require(CommitID(id))
  }

  private func expectFresh() async throws {
    #expect(try await fixture.shell("\(git) status --porcelain --ignored").isEmpty)
    #expect(try await fixture.shell("\(git) rev-parse HEAD") == "\(base)\n")
    #expect(try await fixture.read("trees/001/README") == "hello\n")
  }

  @Test func commandsRunInAWorktreeBeforeItIsLeft() async throws {
    let fixture = try await AttemptHostFixture()
    try await fixture.prepare()
    let host = try fixture.host {
      $0.beforeRemove = ["echo $ORCHESTRATE_TASK $TOKEN > ../left; echo $TOKEN", "exit 3", "pwd >> ../left"]
      $0.environment["TOKEN"] = "t0ken-of-a-person"
      $0.passedNames = ["TOKEN"]
    }
    let place = try await fixture.assignment("true").record.worktree
    let events = try await host.leave(#require(place), of: fixture.task)
    #expect(
      events.map(\.type) == [
        "before_remove.start", "before_remove.pass", "before_remove.start", "before_remove.fail",
        "before_remove.start", "before_remove.pass",
      ])
    #expect(try await fixture.read("trees/left") == "001 t0ken-of-a-person\n\(fixture.worktree)\n")
    let log = fixture.run.task(try fixture.task).path.appending("before_remove.log")
    #expect(try await fixture.shell("cat '\(log)'") == "[redacted]\n")
  }

  @Test func aFreshWorktreeIsTheBase() async throws {
    let created = try await fixture.host().prepare(fixture.order(base: base))
    let name = "\(fixture.run.id)-001"
    let admin = fixture.git.root.appending(".git").appending("worktrees").appending(name)
    #expect(
      created
        == WorktreeCreate(
          worktree: WorktreePlace(name: name, path: fixture.worktree.string, admin: admin.string), base: base)
    )
    try await expectFresh()
    #expect(try await fixture.shell("\(git) symbolic-ref -q HEAD || echo detached") == "detached\n")
    let listed = try await fixture.git.git("worktree", "list", "--porcelain")
    #expect(listed.contains("locked git orchestrate: task 001 of run \(fixture.run.id)"))
    #expect(try await fixture.git.git("branch", "--format=%(refname:short)") == "main")
  }

  @Test func preparingTwiceIsPreparingOnce() async throws {
    let host = try fixture.host()
    let first = try await host.prepare(fixture.order(base: base))
    #expect(try await host.prepare(fixture.order(base: base)) == first)
    try await expectFresh()
  }

  @Test func earlierWorkIsCarriedOver() async throws {
    let work = try await commit(["README": "worked\n", "deep/new": "new\n"], branch: "work")
    try fixture.git.write("other", "other\n")
    let tip = try #require(CommitID(try await fixture.git.commit("moved")))
    let created = try await fixture.host().prepare(fixture.order(base: tip, carry: work))
    #expect(created.base == tip && created.carried == work)
    #expect(try await fixture.shell("\(git) rev-parse HEAD") == "\(tip)\n")
    #expect(try await fixture.shell("\(git) status --porcelain") == " M README\n?? deep/\n")
    #expect(try await fixture.shell("cd trees/001; cat README deep/new other") == "worked\nnew\nother\n")
  }

  @Test func whereTheWorkConflictsTheBaseStands() async throws {
    let lines = { (first: String, last: String) in
      "\(first)\n" + (2...19).map { "\($0)\n" }.joined() + "\(last)\n"
    }
    let work = try await commit(
      ["README": "theirs\n", "list": lines("1", "theirs"), "new": "new\n"], branch: "work")
    try fixture.git.write("README", "ours\n")
    try fixture.git.write("list", lines("ours", "20"))
    let tip = try #require(CommitID(try await fixture.git.commit("moved")))
    let created = try await fixture.host().prepare(fixture.order(base: tip, carry: work))
    #expect(created.carried == work)
    #expect(try await fixture.read("trees/001/README") == "ours\n")
    #expect(try await fixture.read("trees/001/list") == lines("ours", "theirs"))
    #expect(try await fixture.read("trees/001/new") == "new\n")
    #expect(try await fixture.shell("\(git) status --porcelain") == " M list\n?? new\n")
  }

  /// Each script is what may lie there when an orchestrator died or an agent was malicious.
  @Test(arguments: [
    "echo mine > trees/001/README; echo mine > trees/001/rubbish",
    "rm trees/001/.git", "rm -r trees/001", "rm -r repo/.git/worktrees",
    "rm -r trees/001 repo/.git/worktrees; mkdir trees/001; echo > trees/001/README",
    "rm -r trees/001; mkdir victim; echo hello > victim/README; ln -s ../victim trees/001",
    "mkdir -p trees/001/a/b; chmod -R a-w trees/001",
    "git -C repo branch orchestrate/worktree/$RUN-001",
  ])
  func leftoversAreReplaced(script: String) async throws {
    let old = try await fixture.host().prepare(fixture.order(base: base)).worktree
    try await fixture.shell("set -e; RUN=\(fixture.run.id); \(script)")
    let new = try await fixture.host().prepare(fixture.order(base: base, carry: base, replacing: old))
    #expect(new.worktree == old)
    try await expectFresh()
    #expect(try await fixture.shell("cat victim/README 2>/dev/null || echo hello") == "hello\n")
    #expect(try await fixture.git.git("branch", "--format=%(refname:short)") == "main")
  }

  @Test func filesOfTheCheckoutAreCopied() async throws {
    for name in [".env", "deep/.env", "not"] { try fixture.git.write(name, name + "\n") }
    try await fixture.shell("ln -s /etc/passwd repo/.env-link")
    let host = try fixture.host {
      $0.copy = CheckoutCopy(source: fixture.git.root, patterns: ["**/.env*"].compactMap { Glob($0) })
    }
    _ = try await host.prepare(fixture.order(base: base))
    let found = try await fixture.shell(
      "cd trees/001; find . -name .git -prune -o -type f -newer list -print; ls -A")
    #expect(try await fixture.shell("cd trees/001; cat .env deep/.env") == ".env\ndeep/.env\n")
    #expect(!found.contains(".env-link") && !found.contains("not"))
    #expect(try await fixture.shell("\(git) status --porcelain").isEmpty)
  }

  @Test func aFreshStartKeepsWorkThatNoSnapshotHas() async throws {
    let old = try await fixture.host().prepare(fixture.order(base: base)).worktree
    try write("README", "not committed\n")
    try write("new", "new\n")
    let order = try fixture.order(base: base, replacing: old)
    _ = try await fixture.host().prepare(order)
    try await expectFresh()
    let refs = try await rescued()
    let ref = try #require(refs.first)
    #expect(refs.count == 1 && ref.hasPrefix("refs/orchestrate/rescue/\(fixture.run.id)/001/fresh-"))
    #expect(try await fixture.git.git("show", "\(ref):README") == "not committed")
    #expect(try await fixture.git.git("show", "\(ref):new") == "new")
    #expect(try await fixture.git.git("rev-parse", "\(ref)^") == "\(base)")
    _ = try await fixture.host().prepare(order)
    #expect(try await rescued() == refs)
  }

  @Test func aFreshStartKeepsTheAgentsOwnCommits() async throws {
    let old = try await fixture.host().prepare(fixture.order(base: base)).worktree
    try write("README", "committed\n")
    try await fixture.git.git("commit", "--quiet", "-am", "mine", at: fixture.worktree)
    let own = try await fixture.git.git("rev-parse", "HEAD", at: fixture.worktree)
    _ = try await fixture.host().prepare(fixture.order(base: base, replacing: old))
    let refs = try await rescued()
    #expect(refs.count == 1)
    #expect(try await fixture.git.git("rev-parse", try #require(refs.first)) == own)
  }

  @Test func nothingIsKeptWhereNothingWasDone() async throws {
    let old = try await fixture.host().prepare(fixture.order(base: base)).worktree
    _ = try await fixture.host().prepare(fixture.order(base: base, replacing: old))
    try await fixture.shell("rm -r trees/001")
    _ = try await fixture.host().prepare(fixture.order(base: base, replacing: old))
    #expect(try await rescued().isEmpty)
    try await expectFresh()
  }

  @Test func aPlaceWhereNothingCanBeMadeIsSaid() async throws {
    try fixture.git.write("../file", "")
    let host = try fixture.host { $0.worktrees = fixture.directory.appending("file").appending("trees") }
    let error = await #expect(throws: SystemError.self) { try await host.prepare(fixture.order(base: base)) }
    let place = fixture.directory.appending("file").string
    #expect(error?.description.contains(place) == true, "\(String(describing: error))")
    #expect(try await fixture.git.git("worktree", "list").split(separator: "\n").count == 1)
    #expect(try await fixture.git.git("branch", "--format=%(refname:short)") == "main")
  }

  @Test func removingTwiceIsRemovingOnce() async throws {
    let host = try fixture.host()
    let place = try await host.prepare(fixture.order(base: base)).worktree
    try await host.remove(place)
    #expect(!fixture.exists(fixture.worktree))
    #expect(!fixture.exists(FilePath(place.admin)))
    try await host.remove(place)
    #expect(try await fixture.git.git("status", "--porcelain").isEmpty)
  }
}
