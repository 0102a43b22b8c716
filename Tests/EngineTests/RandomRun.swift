import Engine
import Orchestration

/// A run in which everything that can go wrong does, by the seed, until no misfortune is left.
struct RandomRun {
  let simulation: Simulation
  private var random: SeededGenerator
  private let playground: Playground

  init(seed: UInt64) throws {
    playground = try Playground(seed: seed)
    simulation = try Simulation(playground, seed: seed)
    random = SeededGenerator(seed: seed, for: "misfortune")
    simulation.kills = Int.random(in: 0...2, using: &random)
    addFaults()
    addSurprises()
  }

  /// Plays the run to its end, at which every task must have come to one.
  mutating func play() throws {
    var deaths = Int.random(in: 0...4, using: &random)
    for _ in 0..<40 {
      if deaths > 0 {
        deaths -= 1
        let death = SimulatedJournal.Death.allCases.randomElement(using: &random) ?? .before
        let length = simulation.state.sequence + Int.random(in: 1...40, using: &random)
        simulation.world.journal.plan(death, at: length)
      }
      let end = try simulation.live()
      simulation.letWorkersGoOn()
      guard simulation.violations.isEmpty else { return }
      switch end {
      case .finished:
        if simulation.state.status == .finished { return judgeEnd() }
      case .redBase: return judgeRedBase()
      case .stopped(let stop) where stop.cause == .budget:
        // A person pays for more.
        simulation.budgets.maxTokensPerRun = simulation.budgets.maxTokensPerRun.map { $0 * 2 }
      // A person mends what is in the way.
      case .paused: simulation.world.change { $0.outages = [:] }
      case .stopped, nil: break
      }
    }
    simulation.world.object("forty processes did not end the run")
  }

  private func judgeEnd() {
    let (world, state) = (simulation.world, simulation.state)
    for record in state.records {
      if case .blocked = record.state { continue }
      if !record.state.isSettled { world.object("\(record.id) is \(record.state.name) at the end") }
      if record.holdsLocks { world.object("\(record.id) holds locks at the end") }
    }
    world.change { disk in
      if let worker = disk.livingWorkers.first { disk.violations.append("\(worker) works after the end") }
      let landed = state.records.reduce(into: [TaskID: CommitID]()) { landed, record in
        if case .landed(let commit) = record.state { landed[record.id] = commit }
      }
      if landed != disk.landed || landed != disk.ledger {
        disk.violations.append("journal, branch and ledger disagree on what landed")
      }
      for (task, commit) in landed where !disk.repository.contains(disk.repository.tip, commit) {
        disk.violations.append("the landing of \(task) is lost")
      }
    }
  }

  private func judgeRedBase() {
    let touched = simulation.state.records.filter { $0.attempt > 0 }
    if !touched.isEmpty { simulation.world.object("agents worked on a red base") }
  }
}

extension RandomRun {
  private mutating func addFaults() {
    for method in ["prepare", "perform", "snapshot", "merge", "gate", "land", "remove"] {
      let faults = (0..<12).map { _ -> Disk.Fault in
        guard random.chance(4) else { return .none }
        return random.chance(50) ? .diskFull : .host
      }
      simulation.world.change { $0.faults[method] = faults }
    }
    let flakes = Int.random(in: 0...2, using: &random)
    simulation.world.change { $0.flakes = flakes }
  }

  private mutating func addSurprises() {
    for _ in 0..<Int.random(in: 0...8, using: &random) { simulation.surprises.append(surprise()) }
    if !playground.late.isEmpty {
      let tasks = playground.late.map(\.id)
      simulation.surprises.append { world, _ in world.ask(.extend(tasks, satisfied: [])) }
    }
  }

  private mutating func surprise() -> (World, Life) -> Void {
    let value = Int.random(in: 1...999, using: &random)
    let task = playground.all.randomElement(using: &random)?.id
    switch Int.random(in: 0..<11, using: &random) {
    case 0:
      return { world, _ in world.change { $0.commitOnBase("people/x", value) } }
    case 1:
      return { world, _ in world.change { $0.commitOnBase("r\(value % 4)/a", value) } }
    case 2: return { world, _ in world.change { $0.commitOnTip() } }
    case 3: return { world, _ in world.change { $0.isDirty = true } }
    case 4: return { world, _ in world.journal.fillDisk(for: 3) }
    case 5: return { world, _ in world.ask(.stop(drain: value % 2 == 0)) }
    case 6: return { world, _ in if let task { world.ask(.skip(task)) } }
    case 7:
      return { world, _ in
        guard let task else { return }
        world.ask(.retry(task, note: nil, fresh: value % 2 == 0))
      }
    case 8: return { world, _ in world.refuse(task, value % 2 == 0 ? .limit : .credentials) }
    case 9: return { world, _ in if let task { world.approve(task, writing: ["r\(value % 4)/b": value]) } }
    default: return { world, _ in world.change { $0.freeMegabytes = 1 } }
    }
  }
}

extension World {
  /// Puts a request into the spool.
  func ask(_ kind: Request.Kind) {
    change { disk in
      let nonce = Nonce("\(disk.clock)-\(disk.spool.count)-\(kind)")
      disk.spool.append(Request(nonce: nonce, run: run, kind: kind))
    }
  }

  /// Nobody's turn works any more who uses the task's agent.
  func refuse(_ task: TaskID?, _ cause: AgentOutage.Cause) {
    let agent = playground.all.first { $0.id == task }?.agent ?? playground.policy.agent
    let until = cause == .limit ? now.advanced(bySeconds: 3) : nil
    change { $0.outages[agent] = AgentOutage(cause: cause, detail: "no", until: until) }
  }

  /// A person commits for the task and approves the commit.
  func approve(_ task: TaskID, writing edits: ToyRepository.Files) {
    let commit = change { $0.commitForTask(task, edits) }
    ask(.approve(task, commit: commit))
  }
}
