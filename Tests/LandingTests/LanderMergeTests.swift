import Orchestration
import TestSupport
import Testing

@testable import Landing

@Suite(.timeLimit(.minutes(1)))
struct LanderMergeTests {
  let fixture: LandingFixture
  let base: CommitID
  let spec: TaskSpec

  init() async throws {
    fixture = try await LandingFixture(files: ["README": "hello\n", "list": "1\n2\n3\n4\n5\n6\n7\n8\n9\n"])
    base = try await fixture.commit("main")
    spec = try fixture.spec()
  }

  private func moveIntegration(_ files: [String: String]) async throws -> CommitID {
    let tip = try await fixture.commit(files, on: base, "moved")
    try await fixture.git.git("update-ref", "refs/heads/integration", "\(tip)")
    return tip
  }

  private func moveMain(_ files: [String: String]) async throws -> CommitID {
    for (path, text) in files { try fixture.git.write(path, text) }
    return try #require(CommitID(try await fixture.git.commit("by a person")))
  }

  private func merge(
    _ commit: CommitID, _ change: (inout LandingPlan) -> Void = { _ in }
  ) async throws
    -> MergeResult
  {
    try await fixture.lander(change).merge(fixture.mergeOrder(commit, spec))
  }

  @Test func aCleanMergeIsGitsAndAnchored() async throws {
    let snapshot = try await fixture.commit(
      ["list": "one\n2\n3\n4\n5\n6\n7\n8\n9\n", "new": "x\n"], on: base)
    let tip = try await moveIntegration(["list": "1\n2\n3\n4\n5\n6\n7\n8\nnine\n", "other": "y\n"])
    let (candidate, changed) = try clean(try await merge(snapshot))
    #expect(candidate.base == tip)
    #expect(candidate.content == .snapshot(snapshot))
    #expect(changed == [RepositoryPath("list"), RepositoryPath("new")])
    let id = "\(candidate.id)"
    let tree = try await fixture.git.git("merge-tree", "--write-tree", "\(tip)", "\(snapshot)")
    #expect(try await fixture.git.git("rev-parse", "\(id)^{tree}") == tree)
    #expect(try await fixture.git.git("show", "-s", "--format=%P", id) == "\(tip) \(snapshot)")
    let committed = try await fixture.git.git("show", "-s", "--format=%cn %ce %ct", id)
    #expect(committed == "Lander lander@example.com 1700000100")
    let anchors = try await fixture.refs("refs/orchestrate/candidates/\(fixture.run)/")
    #expect(anchors == [id: candidate.id])
    #expect(try await fixture.commit("integration") == tip)
    #expect(try await fixture.git.git("status", "--porcelain").isEmpty)
  }

  @Test func theSameOrderGivesTheSameCandidate() async throws {
    let snapshot = try await fixture.commit(["new": "x\n"], on: base)
    let first = try await merge(snapshot)
    #expect(try await merge(snapshot) == first)
  }

  @Test func aConflictNamesPathsAndHunks() async throws {
    let snapshot = try await fixture.commit(["list": "theirs\n2\n3\n4\n5\n6\n7\n8\n9\n"], on: base)
    let tip = try await moveIntegration(["list": "ours\n2\n3\n4\n5\n6\n7\n8\n9\n"])
    guard case .conflict(let conflict) = try await merge(snapshot) else {
      Issue.record("expected a conflict")
      return
    }
    #expect(conflict.with == tip)
    #expect(conflict.paths == [RepositoryPath("list")])
    #expect(conflict.hunks.hasPrefix("--- list\n"))
    for line in ["<<<<<<<", "ours", "=======", "theirs", ">>>>>>>"] {
      #expect(conflict.hunks.contains("\n\(line)"), "\(line)")
    }
    #expect(try await fixture.refs("refs/orchestrate/").isEmpty)
  }

  @Test func squashLeavesTheSnapshotOut() async throws {
    let snapshot = try await fixture.commit(["new": "x\n"], on: base)
    let tip = try await moveIntegration(["other": "y\n"])
    let (candidate, _) = try clean(try await merge(snapshot) { $0.squash = true })
    #expect(try await fixture.git.git("show", "-s", "--format=%P", "\(candidate.id)") == "\(tip)")
    #expect(try await fixture.file("new", in: "\(candidate.id)") == "x")
  }

  @Test func theTemplateMakesTheMessage() async throws {
    let snapshot = try await fixture.commit(["new": "x\n"], on: base)
    let (candidate, _) = try clean(
      try await merge(snapshot) { $0.messageTemplate = "feat: {name} [{id}]" })
    let subject = try await fixture.git.git("show", "-s", "--format=%s", "\(candidate.id)")
    #expect(subject == "feat: add-things [001]")
  }

  @Test func theBaseBranchIsFollowedByFastForward() async throws {
    let theirs = try await moveMain(["new": "x\n"])
    let order = MergeOrder(content: .baseBranch(theirs), task: nil, time: Timestamp(milliseconds: 0))
    let (candidate, _) = try clean(try await fixture.lander().merge(order))
    #expect(candidate.id == theirs)
    #expect(candidate.base == base)
    let anchors = try await fixture.refs("refs/orchestrate/candidates/\(fixture.run)/")
    #expect(anchors == ["\(theirs)": theirs])
  }

  @Test(arguments: [false, true])
  func aDivergedBaseBranchIsMerged(squash: Bool) async throws {
    let theirs = try await moveMain(["new": "x\n"])
    let tip = try await moveIntegration(["other": "y\n"])
    let order = MergeOrder(content: .baseBranch(theirs), task: nil, time: Timestamp(milliseconds: 0))
    let (candidate, changed) = try clean(try await fixture.lander { $0.squash = squash }.merge(order))
    #expect(changed == [RepositoryPath("new")])
    let shown = try await fixture.git.git("show", "-s", "--format=%P%n%B", "\(candidate.id)")
    #expect(
      shown == "\(tip) \(theirs)\nMerge branch 'main' into integration\n\nRun: \(fixture.run)\n")
    #expect(LandingMessage.read(shown) == nil)
  }

  @Test func aMissingBranchIsSaid() async throws {
    try await fixture.git.git("branch", "-D", "integration")
    await #expect(throws: LandingError.branchMissing("integration")) { try await merge(base) }
  }
}
