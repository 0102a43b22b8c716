import Git
import Glibc
import Orchestration
import Sandboxes
import SystemPackage
import TestSupport
import Testing

@testable import Landing

@Suite(.timeLimit(.minutes(1)))
struct LanderSnapshotTests {
  let fixture: LandingFixture
  let base: CommitID
  let worktree: WorktreePlace

  init() async throws {
    fixture = try await LandingFixture(files: ["README": "hello\n", "old": "old\n"])
    base = try await fixture.commit("main")
    worktree = try await fixture.worktree(at: base)
  }

  private var place: FilePath { FilePath(worktree.path) }
  private var taskBranch: String { "refs/heads/orchestrate/task/\(fixture.run)/001" }

  private func snapshot(attempt: Int = 1, wip: Bool = false) async throws -> Snapshot {
    try await fixture.lander().snapshot(fixture.order(attempt: attempt, in: worktree, base: base, wip: wip))
  }

  @Test func saysWhichFilesHoldASecretThatTheyDidNotHoldBefore() async throws {
    let fixture = try await LandingFixture(files: ["known": "key s3cret-value-1\n", "README": "hello\n"])
    let base = try await fixture.commit("main")
    let worktree = try await fixture.worktree(at: base)
    try fixture.write("known", "key s3cret-value-1, again\n")
    try fixture.write("plain", "nothing\n")
    try fixture.write("config/env", "export KEY=s3cret-value-1\n")
    try fixture.write("encoded", "czNjcmV0LXZhbHVlLTE=\n")
    let lander = try fixture.lander { $0.secrets = Secrets(of: ["A_KEY": "s3cret-value-1"]) }
    let snapshot = try await lander.snapshot(fixture.order(in: worktree, base: base))
    #expect(snapshot.secrets?.map(\.description) == ["config/env", "encoded"])
  }

  @Test func commitsTheFilesOnTheRecordedBase() async throws {
    try fixture.write("README", "changed\n")
    try fixture.write("deep/new", "new\n")
    unsafe unlink("\(worktree.path)/old")
    let snapshot = try await snapshot()
    #expect(snapshot.paths == ["README", "deep/new", "old"].map { RepositoryPath($0) })
    #expect(snapshot.left.isEmpty && snapshot.rescue == nil && !snapshot.wip)
    let commit = "\(snapshot.commit)"
    #expect(try await fixture.git.git("rev-parse", "\(commit)^@") == "\(base)")
    #expect(try await fixture.git.git("rev-parse", "\(commit)^{tree}") == "\(snapshot.tree)")
    #expect(try await fixture.git.git("ls-tree", "-r", "--name-only", commit) == "README\ndeep/new")
    #expect(try await fixture.file("README", in: commit) == "changed")
    let shown = try await fixture.git.git("show", "-s", "--format=%an <%ae> %at %ct%n%B", commit)
    #expect(
      shown == """
        Lander <lander@example.com> 1700000000 1700000000
        add-things: attempt 1

        Task: 001
        Run: \(fixture.run)

        """)
  }

  @Test func lentFilesAreNobodysWork() async throws {
    try fixture.git.write(".env", "SECRET=1\n")
    try fixture.write(".env", "SECRET=1\n")
    try fixture.write("new.env", "not lent\n")
    let lander = try fixture.lander { plan in
      plan.gate.copy.patterns = ["*.env", ".env*"].compactMap { Glob($0) }
    }
    let snapshot = try await lander.snapshot(
      fixture.order(attempt: 1, in: worktree, base: base, wip: false))
    #expect(snapshot.paths == [RepositoryPath("new.env")])
  }

  @Test func workInProgressSaysSo() async throws {
    let snapshot = try await snapshot(wip: true)
    #expect(snapshot.wip)
    let subject = try await fixture.git.git("show", "-s", "--format=%s", "\(snapshot.commit)")
    #expect(subject == "add-things: work in progress 1")
  }

  @Test func everyAttemptIsAnchoredAndTheBranchFollowsTheLast() async throws {
    try fixture.write("README", "one\n")
    let first = try await snapshot()
    try fixture.write("README", "two\n")
    let second = try await snapshot(attempt: 2)
    #expect(first.commit != second.commit)
    #expect(
      try await fixture.refs("refs/orchestrate/") == [
        "snapshots/\(fixture.run)/001/1": first.commit, "snapshots/\(fixture.run)/001/2": second.commit,
      ])
    #expect(try await fixture.target(taskBranch) == second.commit)
    try await fixture.git.git("gc", "--quiet", "--prune=now")
    #expect(try await fixture.file("README", in: "\(first.commit)") == "one")
  }

  @Test func repeatingGivesTheSameCommit() async throws {
    try fixture.write("README", "changed\n")
    let first = try await snapshot()
    let refs = try await fixture.refs("refs/")
    #expect(try await snapshot() == first)
    #expect(try await fixture.refs("refs/") == refs)
  }

  @Test func theAgentsOwnCommitsAreKeptButNotUsed() async throws {
    try fixture.write("README", "by the agent\n")
    try await fixture.git.git("commit", "--quiet", "-am", "mine", at: place)
    let own = try #require(CommitID(try await fixture.git.git("rev-parse", "HEAD", at: place)))
    try fixture.write("README", "and more\n")
    let snapshot = try await snapshot()
    #expect(try await fixture.git.git("rev-parse", "\(snapshot.commit)^@") == "\(base)")
    #expect(try await fixture.file("README", in: "\(snapshot.commit)") == "and more")
    let rescue = "refs/orchestrate/rescue/\(fixture.run)/001/attempt-1"
    #expect(snapshot.rescue == rescue)
    #expect(try await fixture.target(rescue) == own)
  }

  @Test func aPersonsCommitsOnTheTaskBranchAreKept() async throws {
    let first = try await snapshot()
    let person = try await fixture.commit(["note": "mine\n"], on: first.commit)
    try await fixture.git.git("update-ref", taskBranch, "\(person)")
    try fixture.write("README", "more\n")
    let second = try await snapshot(attempt: 2)
    #expect(try await fixture.target(taskBranch) == second.commit)
    let rescued = try await fixture.refs("refs/orchestrate/rescue/\(fixture.run)/001/")
    #expect(rescued == ["branch-\(person.short)": person])
  }

  @Test func aBranchThatAPersonHasCheckedOutStays() async throws {
    let first = try await snapshot()
    try await fixture.git.git("checkout", "--quiet", String(taskBranch.dropFirst("refs/heads/".count)))
    try fixture.write("README", "more\n")
    let second = try await snapshot(attempt: 2)
    #expect(try await fixture.target(taskBranch) == first.commit)
    #expect(try await fixture.target("refs/orchestrate/snapshots/\(fixture.run)/001/2") == second.commit)
    #expect(try await fixture.git.git("status", "--porcelain").isEmpty)
  }

  @Test func whatGitCannotStoreIsNamed() async throws {
    try fixture.write("kept", "kept\n")
    try await fixture.git.git("init", "--quiet", "nested", at: place)
    try fixture.write("nested/file", "inside\n")
    #expect(unsafe mkfifo("\(worktree.path)/pipe", 0o600) == 0)
    let snapshot = try await snapshot()
    #expect(snapshot.paths == [RepositoryPath("kept")])
    #expect(Set(snapshot.left) == [RepositoryPath("nested"), RepositoryPath("pipe")])
  }

  /// Each script leaves `evil` in another repository, at which the worktree's pointer then points, or breaks the
  /// pointer altogether.
  @Test(arguments: [
    "printf 'gitdir: ../../other/.git\\n' > .git", "rm .git", "rm .git; mkdir .git",
    "rm .git; ln -s ../../other/.git .git", "git config core.worktree ../../other",
  ])
  func aForgedPointerIsNotFollowed(script: String) async throws {
    try await fixture.git.git("init", "--quiet", "other", at: fixture.directory)
    try fixture.git.write("../other/evil", "evil\n")
    try fixture.write("README", "changed\n")
    try await fixture.shell("cd '\(place)' && \(script)")
    let snapshot = try await snapshot()
    #expect(snapshot.paths == [RepositoryPath("README")])
    #expect(try await fixture.file("README", in: "\(snapshot.commit)") == "changed")
    let other = fixture.directory.appending("other").appending(".git")
    #expect(!fixture.exists(other.appending("index")))
  }

  @Test func aMissingWorktreeIsAnError() async throws {
    try await fixture.shell("rm -rf '\(place)'")
    let error = await #expect(throws: SystemError.self) { try await snapshot() }
    #expect(error?.description.contains(worktree.path) == true)
  }

  @Test func theRepositorysOwnIdentityIsTheDefault() async throws {
    try await fixture.git.git("config", "user.name", "Repo Owner")
    try await fixture.git.git("config", "user.email", "owner@example.com")
    let lander = try fixture.lander { $0.author = nil }
    let snapshot = try await lander.snapshot(fixture.order(in: worktree, base: base))
    let author = try await fixture.git.git("show", "-s", "--format=%an <%ae>", "\(snapshot.commit)")
    #expect(author == "Repo Owner <owner@example.com>")
  }
}
