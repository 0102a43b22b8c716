import Engine
import Orchestration
import Testing

/// What becomes of a run of twenty tasks, four at a time, whose agent stops working.
@Suite(.timeLimit(.minutes(5))) struct AgentPauseScenarioTests {
  private let seeds = UInt64(0)..<12

  private func simulation(_ seed: UInt64, _ cause: AgentOutage.Cause) throws -> Simulation {
    let numbers = 1...20
    var playground = try Playground(try numbers.map { try task("\($0)", writing: ["r\($0)"]) })
    playground.policy.resources = try numbers.map {
      Resource(name: ResourceName("r\($0)"), paths: [try #require(Glob("r\($0)/**"))])
    }
    playground.policy.maxRetries = 0
    let simulation = try Simulation(playground, seed: seed)
    // Nothing is mended by itself before it has been met.
    simulation.restlessness = 0
    simulation.world.refuse(nil, cause)
    return simulation
  }

  private func count(_ type: String, in simulation: Simulation) -> Int {
    simulation.world.journal.records.count { $0.event.type == type }
  }

  /// Attempts that found the agent of no use.
  private func unlucky(_ simulation: Simulation) -> Int {
    simulation.world.journal.records.count { record in
      if case .attemptFinish(.unavailable) = record.event { true } else { false }
    }
  }

  /// Tasks that had their worktree, or were about to get it, when the pause came.
  private func heldBack(_ simulation: Simulation) -> Int {
    var started: Set<TaskID> = []
    return simulation.world.journal.records.count { record in
      guard let task = record.task else { return false }
      switch record.event {
      case .taskStart: started.insert(task)
      case .attemptStart: started.remove(task)
      case .taskWait(.agent): return started.remove(task) != nil
      default: break
      }
      return false
    }
  }

  private func expectAllLanded(_ simulation: Simulation, _ comment: Comment) {
    #expect(simulation.violations == [], comment)
    #expect(simulation.state.records.allSatisfy { $0.state.name == "landed" }, comment)
    #expect(simulation.state.records.allSatisfy { $0.failures == 0 && $0.interruptions == 0 }, comment)
    // Each attempt that found the agent of no use was made good by one more.
    #expect(count("attempt.start", in: simulation) == 20 + unlucky(simulation), comment)
  }

  @Test func twentyTasksAndOneWrongKeyAreOnePause() throws {
    var (several, back) = (0, 0)
    for seed in seeds {
      let simulation = try simulation(seed, .credentials)
      #expect(try simulation.live() == .paused("agent command: no"), "seed \(seed)")
      #expect(count("rate.pause", in: simulation) == 1, "seed \(seed)")
      #expect(simulation.state.records.allSatisfy { !$0.state.holdsSlot }, "seed \(seed)")
      #expect(simulation.state.records.count(where: \.holdsLocks) <= 4, "seed \(seed)")
      several += unlucky(simulation) > 1 ? 1 : 0
      back += heldBack(simulation)
      simulation.world.change { $0.outages = [:] }
      #expect(try simulation.live() == .finished, "seed \(seed)")
      #expect(count("rate.pause", in: simulation) == 1, "seed \(seed)")
      expectAllLanded(simulation, "seed \(seed)")
    }
    #expect(several > 0 && back > 0)
  }

  @Test func aLimitThatSeveralMeetIsOnePauseAndEndsByItself() throws {
    var several = 0
    for seed in seeds {
      let simulation = try simulation(seed, .limit)
      let end = try simulation.live { simulation, _ in
        // The limit is over before anybody asks again.
        if !simulation.state.pauses.isEmpty, simulation.world.look(\.livingWorkers).isEmpty {
          simulation.world.change { $0.outages = [:] }
        }
      }
      #expect(end == .finished, "seed \(seed)")
      #expect(count("rate.pause", in: simulation) == 1, "seed \(seed)")
      #expect(count("rate.go", in: simulation) == 1, "seed \(seed)")
      several += unlucky(simulation) > 1 ? 1 : 0
      expectAllLanded(simulation, "seed \(seed)")
    }
    #expect(several > 0)
  }

  @Test func aDeathAtEveryEventLeavesOnePauseAllTheSame() throws {
    let whole = try simulation(5, .credentials)
    _ = try whole.live()
    for kind in SimulatedJournal.Death.allCases {
      for length in 1..<whole.state.sequence {
        let simulation = try simulation(5, .credentials)
        simulation.world.journal.plan(kind, at: length)
        if try simulation.live() == nil { simulation.world.change { $0.outages = [:] } }
        for _ in 0..<5 where simulation.state.status != .finished { _ = try simulation.live() }
        #expect(count("rate.pause", in: simulation) <= 1, "\(kind) at \(length)")
        expectAllLanded(simulation, "\(kind) at \(length)")
      }
    }
  }
}
