import Testing

@testable import Orchestration

@Suite struct SchedulerPropertyTests {
  @Test func fiveHundredChaoticRunsAreSound() throws {
    var asked: [String: Int] = [:]
    for seed in 0..<500 {
      var run = try ChaoticRun(seed: seed)
      run.play()
      #expect(run.violations.isEmpty, "seed \(seed)")
      asked.merge(run.asked) { $0 + $1 }
    }
    // Less would prove little of agents that ask and wait.
    for what in ["granted", "refused", "circle", "kept", "granted after waiting", "sent on", "out of time"] {
      #expect(asked[what, default: 0] >= 5, "\(what): \(asked)")
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
