import Engine
import Orchestration
import Testing

/// What a run does when a person, a branch or the host intervenes; every scenario in several orders.
@Suite(.timeLimit(.minutes(5))) struct ScenarioTests {
  private let seeds = UInt64(0)..<12

  private func simulation(
    _ seed: UInt64, _ specs: [TaskSpec], _ change: (inout Playground) -> Void = { _ in }
  ) throws -> Simulation {
    var playground = try Playground(specs)
    change(&playground)
    return try Simulation(playground, seed: seed)
  }

  private func twoTasks() throws -> [TaskSpec] {
    [try task("1", writing: ["r0"]), try task("2", after: ["1"], writing: ["r2"])]
  }

  /// Does something once, as soon as a worker runs.
  private func once(_ body: @escaping (Simulation, RunEngine) -> Void) -> (Simulation, RunEngine) -> Void {
    once({ !$0.world.look(\.livingWorkers).isEmpty }, body)
  }

  /// Does something once, as soon as it is the moment; the engine looks at the world right after it.
  private func once(
    _ isTheMoment: @escaping (Simulation) -> Bool, _ body: @escaping (Simulation, RunEngine) -> Void
  ) -> (Simulation, RunEngine) -> Void {
    var done = false
    return { simulation, engine in
      guard !done, isTheMoment(simulation) else { return }
      done = true
      body(simulation, engine)
      simulation.tick(engine)
    }
  }

  private func expectAllLanded(_ simulation: Simulation, _ comment: Comment) {
    #expect(simulation.violations == [], comment)
    #expect(simulation.state.records.map(\.state.name).allSatisfy { $0 == "landed" }, comment)
    #expect(simulation.world.look { $0.landed.count } == simulation.state.order.count, comment)
  }

  @Test func aDeathAtEveryEventIsResumed() throws {
    let turns: [Playground.Turn] = [.fail, .noChange, .lost]
    func fresh() throws -> Simulation {
      try simulation(7, [try task("1", writing: ["r0"]), try task("2", writing: ["r2"])]) {
        $0.turn = { task, attempt in task.description == "1" && attempt <= 3 ? turns[attempt - 1] : .pass }
      }
    }
    let whole = try fresh()
    #expect(try whole.live() == .finished)
    for kind in SimulatedJournal.Death.allCases {
      for length in 1..<whole.state.sequence {
        let simulation = try fresh()
        simulation.world.journal.plan(kind, at: length)
        while try simulation.live() == nil, simulation.lives < 5 {}
        #expect(simulation.lives == 2 || simulation.lives == 1)
        expectAllLanded(simulation, "\(kind) at \(length)")
      }
    }
  }

  @Test func aStopEndsWorkersAndResumeGoesOn() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let end = try simulation.live(until: once { $1.wake(.stop(.interrupt)) })
      #expect(end == .stopped(RunStop(cause: .interrupt)), "seed \(seed)")
      #expect(simulation.world.look(\.livingWorkers).isEmpty)
      #expect(simulation.state.records.allSatisfy { $0.failures == 0 })
      #expect(try simulation.live() == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aStopWithoutItsOrchestratorEndsTheWorkersThatAreLeft() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      simulation.kills = 0
      try simulation.live(
        until: once { simulation, _ in
          simulation.world.journal.plan(.before, at: simulation.state.sequence)
        })
      simulation.world.ask(.stop(drain: false))
      guard case .stopped = try simulation.live() else {
        Issue.record("seed \(seed): not stopped")
        continue
      }
      #expect(simulation.world.look(\.livingWorkers).isEmpty, "seed \(seed)")
      #expect(try simulation.live() == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aDrainLandsWhatRunsAndStartsNothing() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let end = try simulation.live(
        until: once { simulation, _ in
          simulation.world.ask(.stop(drain: true))
        })
      guard case .stopped(let stop) = end else {
        Issue.record("seed \(seed): \(String(describing: end))")
        continue
      }
      #expect(stop.drain)
      let names = simulation.state.records.map(\.state.name)
      #expect(names == ["landed", "waiting"], "seed \(seed)")
      #expect(try simulation.live() == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aDrainEndsAlthoughTheGateCannotWork() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let end = try simulation.live(
        until: once { simulation, _ in
          simulation.world.ask(.stop(drain: true))
          simulation.world.change { $0.bootstrapFails = true }
        })
      guard case .stopped = end else {
        Issue.record("seed \(seed): \(String(describing: end))")
        continue
      }
      simulation.world.change { $0.bootstrapFails = false }
      #expect(try simulation.live() == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aSecondRunHandsItsTasksOver() throws {
    for seed in seeds {
      let late = try task("3", after: ["1"], writing: ["r2"])
      let simulation = try simulation(seed, try twoTasks()) { $0.late = [late] }
      let end = try simulation.live(
        until: once { simulation, _ in
          simulation.world.ask(.extend([late.id], satisfied: []))
        })
      #expect(end == .finished && simulation.state.order.count == 3, "seed \(seed)")
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aTaskThatDoesNotFitIsRefusedAndTheRunGoesOn() throws {
    let late = try task("3", after: ["nowhere"], writing: ["r2"])
    let simulation = try simulation(1, try twoTasks()) { $0.late = [late] }
    simulation.world.ask(.extend([late.id], satisfied: []))
    #expect(try simulation.live() == .finished)
    expectAllLanded(simulation, "two tasks")
    #expect(simulation.world.journal.records.contains { $0.event.type == "request.refuse" })
  }

  @Test func peoplesCommitsAreTakenOver() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let end = try simulation.live(
        until: once { simulation, _ in
          simulation.world.change { $0.commitOnBase("people/x", 7) }
        })
      #expect(end == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aConflictWithPeopleSendsTheTaskBackWithoutCost() throws {
    for seed in seeds {
      let simulation = try simulation(seed, [try task("1", writing: ["r0"])])
      let end = try simulation.live(
        until: once { simulation, engine in
          simulation.world.change { disk in
            disk.commitOnBase("r0/a", 8)
            disk.commitOnBase("r0/b", 8)
          }
          simulation.tick(engine)
        })
      #expect(end == .finished)
      let conflicts = simulation.world.journal.records.count { $0.event.type == "merge.conflict" }
      let record = simulation.state.records.first
      #expect(record?.failures == 0 && record?.attempt == conflicts + 1, "seed \(seed)")
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  /// `r0/a` = 5 is red by itself.
  private func redBase(_ seed: UInt64, allowed: Bool) throws -> Simulation {
    let simulation = try simulation(seed, [try task("1", writing: ["r2"])]) { $0.policy.allowRed = allowed }
    simulation.world.change { $0.commitOnBase("r0/a", 5) }
    return simulation
  }

  @Test func aRedBaseStartsNothing() throws {
    for seed in seeds {
      let simulation = try redBase(seed, allowed: false)
      guard case .redBase = try simulation.live() else {
        Issue.record("seed \(seed): not refused")
        continue
      }
      #expect(simulation.world.look { $0.launches.isEmpty && $0.worktrees.isEmpty })
      simulation.world.change { $0.commitOnBase("r0/a", 8) }
      #expect(try simulation.live() == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aRedBaseMayBeAllowedButNothingRedLands() throws {
    for seed in seeds {
      let simulation = try redBase(seed, allowed: true)
      #expect(try simulation.live() == .finished)
      let record = simulation.state.records.first
      #expect(record?.state == .failed(.gateAttemptsUsedUp(gateFailure)), "seed \(seed)")
      #expect(record?.attempt == simulation.world.playground.policy.maxRetries + 1)
      #expect(simulation.violations == [])
    }
  }

  private var gateFailure: CheckFailure { CheckFailure(check: .doctor, exit: 1, log: Worker.log) }

  @Test func aBootstrapThatFailsOnTheBareTipPausesTheRun() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let end = try simulation.live(
        until: once { simulation, _ in
          simulation.world.change { $0.bootstrapFails = true }
        })
      guard case .paused = end else {
        Issue.record("seed \(seed): not paused")
        continue
      }
      #expect(simulation.state.records.allSatisfy { $0.failures == 0 })
      simulation.world.change { $0.bootstrapFails = false }
      #expect(try simulation.live() == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test(arguments: ["merge", "gate", "land"])
  func aFailureOfTheHostInTheLaneLeavesWorkersRunning(_ method: String) throws {
    var left = 0
    for seed in seeds {
      var specs = [try task("1", writing: ["r0"]), try task("2", writing: ["r2"])]
      specs[1].estimatedMinutes = 1000
      let simulation = try simulation(seed, specs)
      let end = try simulation.live(
        until: once { simulation, _ in
          simulation.world.change { $0.faults[method] = [.host] }
        })
      #expect(end == nil && simulation.errors.last as? HostFailure == HostFailure(method: method))
      left += simulation.world.look(\.livingWorkers).count
      #expect(simulation.world.look { disk in disk.workers.values.allSatisfy { $0.outcome != .stopped } })
      #expect(try simulation.live() == .finished)
      expectAllLanded(simulation, "seed \(seed)")
    }
    #expect(left > 0)
  }

  @Test func aFullDiskPausesUntilThereIsRoom() throws {
    for method in ["prepare", "snapshot", "merge", "gate", "land", "remove"] {
      let simulation = try simulation(3, try twoTasks())
      simulation.world.change { $0.faults[method] = [.none, .diskFull] }
      #expect(try simulation.live() == .finished)
      #expect(simulation.world.journal.records.contains { $0.event.type == "run.pause" }, "\(method)")
      expectAllLanded(simulation, "\(method)")
    }
  }

  @Test func aJournalWithoutRoomWaits() throws {
    let simulation = try simulation(3, try twoTasks())
    #expect(
      try simulation.live(until: once { simulation, _ in simulation.world.journal.fillDisk(for: 20) })
        == .finished)
    expectAllLanded(simulation, "20 refusals")
  }

  @Test func aDirtyCheckoutMakesTheLandingWait() throws {
    let simulation = try simulation(3, try twoTasks())
    simulation.restlessness = 0
    #expect(
      try simulation.live(until: once { simulation, _ in simulation.world.change { $0.isDirty = true } })
        == .finished)
    #expect(simulation.world.journal.records.contains { $0.event.type == "land.wait" })
    expectAllLanded(simulation, "dirty")
  }

  @Test func aSkipEndsTheWorkerAndFreesTheDependents() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let first = simulation.state.order[0]
      let end = try simulation.live(until: once { simulation, _ in simulation.world.ask(.skip(first)) })
      #expect(end == .finished && simulation.violations == [], "seed \(seed)")
      #expect(simulation.state.records.last?.state.name == "landed")
      #expect(simulation.world.look { $0.livingWorkers.isEmpty && $0.worktrees.isEmpty })
    }
  }

  @Test func aSkipComesTooLateOnceTheLandingIsAnnounced() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let first = simulation.state.order[0]
      let end = try simulation.live(
        until: once({ $0.state.lane?.intent == true }) { simulation, _ in simulation.world.ask(.skip(first)) }
      )
      #expect(end == .finished, "seed \(seed)")
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aStopDuringTheGateCostsNoAttempt() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let end = try simulation.live(
        until: once({ $0.state.lane?.passed == false }) { $1.wake(.stop(.terminate)) })
      #expect(end == .stopped(RunStop(cause: .terminate)), "seed \(seed)")
      #expect(try simulation.live() == .finished)
      #expect(simulation.state.records.allSatisfy { $0.failures == 0 && $0.attempt == 1 }, "seed \(seed)")
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aTaskThatIsSkippedAndRetriedAtOnceGetsItsOwnWorktree() throws {
    for seed in seeds {
      let simulation = try simulation(seed, try twoTasks())
      let first = simulation.state.order[0]
      let end = try simulation.live(
        until: once { simulation, _ in
          simulation.world.ask(.skip(first))
          simulation.world.ask(.retry(first, note: nil, fresh: false))
        })
      #expect(end == .finished, "seed \(seed)")
      expectAllLanded(simulation, "seed \(seed)")
    }
  }

  @Test func aRunWithoutWorkEndsAtOnce() throws {
    let simulation = try simulation(0, [])
    #expect(try simulation.live() == .finished)
  }
}
