import Git
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import Landing

@Suite(.timeLimit(.minutes(1)))
struct LanderLandTests {
  let fixture: LandingFixture
  let base: CommitID

  init() async throws {
    fixture = try await LandingFixture(files: ["README": "hello\n", "gone": "gone\n", "tool": "run\n"])
    base = try await fixture.commit("main")
  }

  private func land(_ candidate: Candidate) async throws -> LandResult {
    try await fixture.lander().land(candidate, task: fixture.task())
  }

  private func status() async throws -> String { try await fixture.git.git("status", "--porcelain") }

  private func checkOutIntegration() async throws {
    try await fixture.git.git("checkout", "--quiet", "integration")
  }

  /// A candidate with every kind of change: an addition, an edit, a deletion, a mode, a link.
  private func variedCandidate() async throws -> Candidate {
    try await fixture.git.git("checkout", "--quiet", "--detach", "integration")
    try fixture.git.write("README", "landed\n")
    try fixture.git.write("deep/new", "new\n")
    try await fixture.shell("rm gone && chmod +x tool && ln -s README link")
    let id = try #require(CommitID(try await fixture.git.commit("varied")))
    try await fixture.git.git("checkout", "--quiet", "main")
    return Candidate(id: id, base: base, content: .snapshot(id))
  }

  @Test func movesTheBranchByCompareAndSwap() async throws {
    let candidate = try await fixture.candidate(["new": "x\n"])
    #expect(try await land(candidate) == .landed)
    #expect(try await fixture.commit("integration") == candidate.id)
    #expect(try await fixture.commit("main") == base)
    let reflog = try await fixture.git.git("reflog", "-1", "--format=%gs", "integration")
    #expect(reflog == "orchestrate: land 001")
    #expect(try await status().isEmpty)
  }

  @Test func aTipThatMovedIsLeftAlone() async throws {
    let candidate = try await fixture.candidate(["new": "x\n"])
    let moved = try await fixture.commit(["person": "y\n"], on: base)
    try await fixture.git.git("update-ref", "refs/heads/integration", "\(moved)")
    #expect(try await land(candidate) == .stale(tip: moved))
    #expect(try await fixture.commit("integration") == moved)
  }

  @Test func landingTwiceIsLandingOnce() async throws {
    let candidate = try await fixture.candidate(["new": "x\n"])
    #expect(try await land(candidate) == .landed)
    let reflog = try await fixture.git.git("reflog", "integration")
    #expect(try await land(candidate) == .landed)
    #expect(try await fixture.git.git("reflog", "integration") == reflog)
  }

  @Test func aCleanCheckoutFollows() async throws {
    let candidate = try await variedCandidate()
    try await checkOutIntegration()
    #expect(try await land(candidate) == .landed)
    #expect(try await fixture.commit("HEAD") == candidate.id)
    #expect(try await status().isEmpty)
    #expect(
      try await fixture.shell("cat README deep/new; test -x tool && readlink link") == "landed\nnew\nREADME")
  }

  @Test func aCheckoutInAnotherWorktreeFollows() async throws {
    let candidate = try await variedCandidate()
    let place = fixture.directory.appending("second")
    try await fixture.git.git("worktree", "add", "--quiet", place.string, "integration")
    #expect(try await land(candidate) == .landed)
    #expect(try await fixture.git.git("status", "--porcelain", at: place).isEmpty)
    #expect(try await fixture.git.git("rev-parse", "HEAD", at: place) == "\(candidate.id)")
  }

  /// Each script makes the checkout of the integration branch one that must not be touched.
  @Test(arguments: [
    "echo mine > README", "echo mine > tool; git add tool", "rm tool", "git rm --quiet tool",
    "mkdir deep; echo mine > deep/new", "echo mine > deep",
    "echo ignored > .git/info/exclude; echo deep >> "
      + ".git/info/exclude; mkdir deep; echo mine > deep/new", "echo mine > link",
  ])
  func aCheckoutWithChangesWaits(script: String) async throws {
    let candidate = try await variedCandidate()
    try await checkOutIntegration()
    try await fixture.shell(script)
    let look =
      "git status --porcelain --ignored; find . -path ./.git -prune -o -type f -print | xargs tail -n +1"
    let before = try await fixture.shell(look)
    guard case .checkoutDirty(let path) = try await land(candidate) else {
      Issue.record("landed into a dirty checkout")
      return
    }
    #expect(!path.isEmpty)
    #expect(try await fixture.commit("integration") == base)
    #expect(try await fixture.shell(look) == before)
    try await fixture.git.git("reset", "--quiet", "--hard")
    try await fixture.git.git("clean", "-fdxq")
    #expect(try await land(candidate) == .landed)
    #expect(try await status().isEmpty)
  }

  @Test func anotherCommandAtWorkInTheCheckoutIsWaitedFor() async throws {
    let candidate = try await fixture.candidate(["new": "x\n"])
    try await checkOutIntegration()
    try fixture.git.write(".git/index.lock", "")
    guard case .checkoutDirty(let path) = try await land(candidate) else {
      Issue.record("landed under a locked index")
      return
    }
    #expect(path.contains("index.lock"))
    #expect(try await fixture.commit("integration") == base)
    try await fixture.shell("rm .git/index.lock")
    #expect(try await land(candidate) == .landed)
    #expect(try await status().isEmpty)
  }

  @Test func aRebaseOfTheBranchIsWaitedFor() async throws {
    try await checkOutIntegration()
    try fixture.git.write("mine", "1\n")
    try await fixture.git.commit("mine")
    let candidate = try await fixture.candidate(["new": "x\n"])
    try await fixture.git.git(
      "-c", "sequence.editor=sed -i s/pick/edit/", "rebase", "--quiet", "--interactive", "--force-rebase",
      "HEAD~1")
    let head = try await fixture.commit("HEAD")
    guard case .checkoutDirty = try await land(candidate) else {
      Issue.record("landed into a rebase")
      return
    }
    #expect(try await status().isEmpty)
    #expect(try await fixture.commit("HEAD") == head)
    try await fixture.git.git("rebase", "--continue")
    let result = try await land(candidate)
    #expect(try await fixture.file("mine", in: "integration") == "1")
    if case .stale = result {
      #expect(try await fixture.commit("integration") != candidate.id)
    } else {
      #expect(try await fixture.commit("integration") == candidate.id)
    }
  }

  @Test func aCrashBetweenCheckoutAndSwapIsResumed() async throws {
    let candidate = try await variedCandidate()
    try await checkOutIntegration()
    try Repository(at: fixture.git.root.string).checkoutSafely(
      from: ObjectID(base), to: ObjectID(candidate.id))
    #expect(try await fixture.commit("integration") == base)
    #expect(try await !status().isEmpty)
    let result = try await land(candidate)
    #expect(result == .landed)
    #expect(try await fixture.commit("integration") == candidate.id)
    #expect(try await status().isEmpty)
  }

  @Test func aCrashBetweenCheckoutAndSwapDoesNotHideWhatAPersonDidSince() async throws {
    let candidate = try await variedCandidate()
    try await checkOutIntegration()
    try Repository(at: fixture.git.root.string).checkoutSafely(
      from: ObjectID(base), to: ObjectID(candidate.id))
    try fixture.git.write("README", "mine\n")
    #expect(try await land(candidate) == .checkoutDirty(path: fixture.git.root.string))
    #expect(try await fixture.shell("cat README") == "mine")
  }

  @Test func whatFollowedTheLandingIsNotUndone() async throws {
    let candidate = try await variedCandidate()
    try await checkOutIntegration()
    #expect(try await land(candidate) == .landed)
    try fixture.git.write("README", "later\n")
    let later = try await fixture.git.commit("later")
    try fixture.git.write("deep/new", "not committed\n")
    #expect(try await land(candidate) == .landed)
    #expect(try await fixture.git.git("rev-parse", "integration") == later)
    #expect(try await fixture.shell("cat README deep/new") == "later\nnot committed")
    #expect(try await status() == " M deep/new")
  }

  @Test func observesWhereTheBranchesStand() async throws {
    let lander = try fixture.lander()
    var now = try await lander.observe()
    #expect(now.tip == base && now.base == base && now.containsBase && now.freeMegabytes > 0)
    try fixture.git.write("new", "x\n")
    let moved = try #require(CommitID(try await fixture.git.commit("by a person")))
    now = try await lander.observe()
    #expect(now.tip == base && now.base == moved && !now.containsBase)
    try await fixture.git.git("update-ref", "refs/heads/integration", "\(moved)")
    let tip = try await fixture.candidate(["other": "y\n"]).id
    try await fixture.git.git("update-ref", "refs/heads/integration", "\(tip)")
    now = try await lander.observe()
    #expect(now.tip == tip && now.base == moved && now.containsBase)
    now = try await fixture.lander { $0.base = nil }.observe()
    #expect(now.tip == tip && now.base == nil && now.containsBase)
  }

  @Test func aMissingBranchIsSaid() async throws {
    let candidate = try await fixture.candidate(["new": "x\n"])
    try await fixture.git.git("branch", "-D", "integration")
    await #expect(throws: LandingError.branchMissing("integration")) { try await land(candidate) }
    await #expect(throws: LandingError.branchMissing("integration")) { try await fixture.lander().observe() }
  }
}
