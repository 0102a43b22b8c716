import Engine
import Orchestration
import Testing

/// What becomes of a run whose agents spend what they may.
@Suite(.timeLimit(.minutes(5))) struct BudgetScenarioTests {
  private func simulation(_ seed: UInt64, _ change: (inout Budgets) -> Void) throws -> Simulation {
    var playground = try Playground(try ["1", "2", "3"].map { try task($0, writing: ["r\($0)"]) })
    playground.policy.maxParallel = 2
    change(&playground.policy.budgets)
    for index in playground.specs.indices { playground.specs[index].estimatedMinutes = 100 }
    return try Simulation(playground, seed: seed)
  }

  /// Lives, as often as it dies, until the run says how it leaves off.
  private func liveOn(_ simulation: Simulation) throws -> RunEnd? {
    for _ in 0..<5 { if let end = try simulation.live() { return end } }
    return nil
  }

  private func expectAllLanded(_ simulation: Simulation, _ comment: Comment) {
    #expect(simulation.violations == [], comment)
    #expect(simulation.state.records.map(\.state.name) == ["landed", "landed", "landed"], comment)
    #expect(simulation.state.records.allSatisfy { $0.failures == 0 }, comment)
  }

  @Test func aSpentRunStopsAndGoesOnWithMore() throws {
    for seed in UInt64(0)..<12 {
      let simulation = try simulation(seed) { $0.maxTokensPerRun = 4 }
      let end = try simulation.live()
      #expect(end == .stopped(RunStop(cause: .budget, drain: true)), "seed \(seed)")
      #expect(simulation.world.look(\.livingWorkers).isEmpty, "seed \(seed)")
      // It does not begin again either.
      let launches = simulation.world.look(\.launches.count)
      #expect(try simulation.live() == end, "seed \(seed)")
      #expect(simulation.world.look(\.launches.count) == launches, "seed \(seed)")
      simulation.budgets.maxTokensPerRun = nil
      #expect(try simulation.live() == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aDeathAtEveryEventStopsItAllTheSame() throws {
    func fresh() throws -> Simulation { try simulation(7) { $0.maxTokensPerRun = 4 } }
    let whole = try fresh()
    _ = try whole.live()
    for kind in SimulatedJournal.Death.allCases {
      for length in 1..<whole.state.sequence {
        let simulation = try fresh()
        simulation.world.journal.plan(kind, at: length)
        let end = try liveOn(simulation)
        #expect(end == .stopped(RunStop(cause: .budget, drain: true)), "\(kind) at \(length)")
        #expect(simulation.world.look(\.livingWorkers).isEmpty, "\(kind) at \(length)")
        simulation.budgets.maxTokensPerRun = nil
        #expect(try liveOn(simulation) == .finished)
        expectAllLanded(simulation, "\(kind) at \(length)")
      }
    }
  }

  @Test func aSpentTaskIsForAPersonAndTheOthersGoOn() throws {
    for seed in UInt64(0)..<12 {
      let simulation = try simulation(seed) { $0.maxTokensPerTask = 3 }
      #expect(try simulation.live() == .finished, "seed \(seed)")
      #expect(simulation.violations == [], "seed \(seed)")
      for record in simulation.state.records where record.usage.tokens < 3 {
        #expect(record.state.name == "landed", "seed \(seed)")
      }
      for record in simulation.state.records where record.state.name != "landed" {
        guard case .needsReview(.budget) = record.state else {
          Issue.record("seed \(seed): \(record.id) is \(record.state)")
          continue
        }
        #expect(record.usage.tokens >= 3)
        #expect(record.failures == 0)
      }
    }
  }

  @Test func aDeathAtEveryEventEndsTheTurnAllTheSame() throws {
    func fresh() throws -> Simulation { try simulation(3) { $0.maxTokensPerTask = 2 } }
    let whole = try fresh()
    _ = try whole.live()
    for kind in SimulatedJournal.Death.allCases {
      for length in 1..<whole.state.sequence {
        let simulation = try fresh()
        simulation.world.journal.plan(kind, at: length)
        #expect(try liveOn(simulation) == .finished, "\(kind) at \(length)")
        #expect(simulation.violations == [], "\(kind) at \(length)")
        #expect(simulation.world.look(\.livingWorkers).isEmpty)
      }
    }
  }
}
