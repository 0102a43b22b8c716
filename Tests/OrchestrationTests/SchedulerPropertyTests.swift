import Testing

@testable import Orchestration

@Suite struct SchedulerPropertyTests {
  @Test func fiveHundredChaoticRunsAreSound() throws {
    for seed in 0..<500 {
      var run = try ChaoticRun(seed: seed)
      run.play()
      #expect(run.violations.isEmpty, "seed \(seed)")
    }
  }

  @Test func theSameRunIsDecidedTheSameWay() throws {
    for seed in 0..<50 {
      var first = try ChaoticRun(seed: seed)
      var second = try ChaoticRun(seed: seed)
      first.play()
      second.play()
      #expect(first.trace == second.trace && !first.trace.isEmpty, "seed \(seed)")
    }
  }
}
