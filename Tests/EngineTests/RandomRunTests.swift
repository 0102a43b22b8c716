import FoundationEssentials
import Orchestration
import Testing

/// Seeded runs with crashes, faults, requests and branches that move. `ORCHESTRATE_SEEDS` sets how many,
/// `ORCHESTRATE_SEED` picks the first.
@Suite(.timeLimit(.minutes(1))) struct RandomRunTests {
  private func number(_ name: String, _ usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
  }

  @Test func everySeedEndsSoundly() throws {
    let first = number("ORCHESTRATE_SEED", 0)
    for seed in first..<(first + number("ORCHESTRATE_SEEDS", 500)) {
      var run = try RandomRun(seed: UInt64(seed))
      try run.play()
      let violations = run.simulation.violations
      if !violations.isEmpty {
        Issue.record("seed \(seed): \(violations.prefix(5).joined(separator: "; "))\n\(tail(of: run))")
      }
    }
  }

  private func tail(of run: RandomRun) -> String {
    run.simulation.world.journal.records.suffix(number("ORCHESTRATE_TAIL", 12)).map { record in
      "\(record.sequence) \(record.task.map(\.description) ?? "-") \(record.event)"
    }.joined(separator: "\n")
  }

  @Test func oneSeedGivesOneRun() throws {
    for seed in UInt64(0)..<10 {
      var first = try RandomRun(seed: seed)
      var second = try RandomRun(seed: seed)
      try first.play()
      try second.play()
      #expect(first.simulation.world.journal.records == second.simulation.world.journal.records)
    }
  }
}
