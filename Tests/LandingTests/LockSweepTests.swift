import Git
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import Landing

@Suite(.timeLimit(.minutes(1)))
struct LockSweepTests {
  let fixture: LandingFixture
  init() async throws { fixture = try await LandingFixture() }

  private var common: String { fixture.git.root.appending(".git").string }

  private func lock(_ path: String) throws -> String {
    try fixture.git.write(".git/" + path, "")
    return "\(common)/\(path)"
  }

  private func sweep(
    landingUnderWay: Bool = false, _ change: (inout LandingPlan) -> Void = { _ in }
  ) throws -> Set<String> {
    var plan = fixture.plan()
    change(&plan)
    return Set(try LockSweep(plan).clear(landingUnderWay: landingUnderWay))
  }

  @Test func ourOwnLocksGo() throws {
    let ours = try [
      lock("refs/orchestrate/candidates/\(fixture.run)/abc.lock"),
      lock("refs/orchestrate/snapshots/\(fixture.run)/001/1.lock"),
      lock("refs/heads/orchestrate/task/\(fixture.run)/001.lock"),
      lock("refs/heads/orchestrate/worktree/\(fixture.run)-001.lock"),
      lock("worktrees/\(fixture.run)-001/index.lock"), lock("worktrees/\(fixture.run)-001/HEAD.lock"),
      lock("worktrees/\(fixture.run)--gate/HEAD.lock"),
    ]
    #expect(try sweep() == Set(ours))
    #expect(ours.allSatisfy { !fixture.exists(FilePath($0)) })
    #expect(try sweep().isEmpty)
  }

  @Test func placesOfOthersStayAsTheyAre() throws {
    let foreign = try [
      lock("index.lock"), lock("HEAD.lock"), lock("packed-refs.lock"), lock("config.lock"),
      lock("refs/heads/main.lock"), lock("refs/heads/integration.lock"), lock("refs/heads/feature/x.lock"),
      lock("refs/tags/v1.lock"), lock("worktrees/person/index.lock"),
      lock("worktrees/20260101-000000-0000-001/index.lock"),
    ]
    #expect(try sweep().isEmpty)
    #expect(foreign.allSatisfy { fixture.exists(FilePath($0)) })
  }

  @Test func theIntegrationBranchsLockGoesOnlyWhenALandingWasUnderWay() throws {
    let main = try lock("refs/heads/integration.lock")
    #expect(try sweep().isEmpty)
    #expect(try sweep(landingUnderWay: true) == [main])
  }

  @Test func aPrefixNeedNotBeADirectory() throws {
    let ours = try lock("refs/heads/agent-\(fixture.run)/001.lock")
    let foreign = try lock("refs/heads/agent-smith/001.lock")
    #expect(try sweep { $0.taskBranchPrefix = "agent-" } == [ours])
    #expect(fixture.exists(FilePath(foreign)))
  }

  @Test func filesThatAreNoLocksStay() async throws {
    try fixture.git.write(".git/worktrees/\(fixture.run)-001/locked", "why\n")
    try await fixture.git.git("update-ref", "refs/orchestrate/candidates/x", "HEAD")
    #expect(try sweep(landingUnderWay: true).isEmpty)
    #expect(fixture.exists(FilePath("\(common)/worktrees/\(fixture.run)-001/locked")))
    #expect(try await fixture.target("refs/orchestrate/candidates/x") != nil)
  }

  @Test func aLockThatALivingProcessHasOpenStays() async throws {
    let held = try lock("refs/heads/integration.lock")
    let stale = try lock("refs/orchestrate/x.lock")
    let descriptor = try FileDescriptor.open(FilePath(held), .writeOnly, options: .closeOnExec)
    defer { try? descriptor.close() }
    #expect(try sweep(landingUnderWay: true) == [stale])
    #expect(fixture.exists(FilePath(held)))
  }

  @Test func aSweptRepositoryWorksAgain() async throws {
    let base = try await fixture.commit("main")
    let worktree = try await fixture.worktree(at: base)
    try fixture.write("README", "changed\n")
    let order = try fixture.order(in: worktree, base: base)
    for path in [
      "refs/orchestrate/snapshots/\(fixture.run)/001/1", "refs/heads/orchestrate/task/\(fixture.run)/001",
      "refs/heads/orchestrate/worktree/\(fixture.run)--gate", "worktrees/\(fixture.run)-001/index",
      "refs/heads/integration",
    ] {
      _ = try lock("\(path).lock")
    }
    #expect(try sweep(landingUnderWay: true).count == 5)
    let lander = try fixture.lander()
    let snapshot = try await lander.snapshot(order)
    let (candidate, _) = try clean(
      try await lander.merge(fixture.mergeOrder(snapshot.commit, fixture.spec())))
    #expect(
      try await lander.gate(GateOrder(commit: candidate.id, doctor: nil, task: nil)) == .pass(cached: false))
    #expect(try await lander.land(candidate, task: order.task) == .landed)
  }
}
