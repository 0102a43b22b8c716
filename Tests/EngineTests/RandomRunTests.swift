import FoundationEssentials
import Orchestration
import Testing

/// Seeded runs with crashes, faults, requests and branches that move. `ORCHESTRATE_SEEDS` sets how many,
/// `ORCHESTRATE_SEED` picks the first.
@Suite(.timeLimit(.minutes(5))) struct RandomRunTests {
  private func number(_ name: String, _ usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
  }

  @Test func everySeedEndsSoundly() throws {
    let (first, count) = (number("ORCHESTRATE_SEED", 0), number("ORCHESTRATE_SEEDS", 500))
    var seen: Set<String> = []
    for seed in first..<(first + count) {
      var run = try RandomRun(seed: UInt64(seed))
      try run.play()
      let violations = run.simulation.violations
      if !violations.isEmpty {
        Issue.record("seed \(seed): \(violations.prefix(5).joined(separator: "; "))\n\(tail(of: run))")
      }
      seen.formUnion(run.simulation.world.journal.records.map(\.event.type))
      seen.formUnion(answers(in: run))
      seen.formUnion(run.simulation.state.records.map(\.state.name))
      seen.formUnion(run.simulation.ends.map { "\($0)".prefix { $0 != "(" }.description })
    }
    if count >= 500 { #expect(wanted.subtracting(seen).isEmpty) }
  }

  /// What enough seeds must have met, or they would prove little.
  private let wanted: Set<String> = [
    "run.extend", "run.resume", "run.pause", "run.stop", "run.finish", "base.follow", "base.red", "task.wait",
    "task.start", "task.retry", "task.block", "task.fail", "task.review", "task.skip", "task.approve",
    "worktree.create", "worktree.remove", "attempt.start", "attempt.finish", "agent.message", "agent.usage",
    "snapshot.create", "scope.violation", "scope.rescope", "access.request", "access.grant",
    "access.deny", "access.wait", "granted after waiting", "circle",
    "out of time", "withdrawn",
    "merge.candidate", "merge.conflict", "gate.start",
    "gate.pass",
    "rate.pause", "rate.go", "budget.warn", "budget.stop", "gate.fail", "gate.flaky", "land.intent",
    "land.done", "land.stale",
    "land.wait", "request.refuse",
    "landed", "blocked", "failed", "needs_review", "skipped", "finished", "redBase", "stopped",
  ]

  /// What came of requests that were kept, and of those that were not for a reason of their own.
  private func answers(in run: RandomRun) -> [String] {
    var waits: Set<Nonce> = []
    return run.simulation.world.journal.records.compactMap { record in
      switch record.event {
      case .accessWait(let wait):
        waits.insert(wait.nonce)
        return nil
      case .accessGrant(let grant): return waits.contains(grant.nonce) ? "granted after waiting" : nil
      case .accessDeny(let denial):
        switch denial.cause {
        case .busy: return waits.contains(denial.nonce) ? "out of time" : nil
        case .circle: return waits.contains(denial.nonce) ? nil : "circle"
        case .withdrawn: return "withdrawn"
        case .protected, .limit: return nil
        }
      default: return nil
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
