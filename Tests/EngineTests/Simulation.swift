import Engine
import Orchestration
import Synchronization

/// Drives orchestrator processes through a world, one after the other, until the run is over: chooses by the seed
/// what happens next, kills processes, and starts new ones on the journal that is there.
final class Simulation {
  let world: World
  private let executor: SeededExecutor
  var random: SeededGenerator
  /// What happens outside, each at most once and at a moment that the seed chooses.
  var surprises: [(World, Life) -> Void] = []
  /// Processes that may still be killed at a random moment.
  var kills = 0
  /// The chance that something outside happens instead of a step inside, percent.
  var restlessness = 4
  /// What the next process reads of budgets: `resume` takes today's.
  var budgets: Budgets
  private(set) var ends: [RunEnd] = []
  private(set) var errors: [any Error] = []
  private(set) var lives = 0
  private var actions = 0
  private var idle = 0

  /// Far more than any sound run needs; beyond it something turns in a circle.
  static let actionLimit = 20_000
  static let eventLimit = 2_000
  /// So many ticks without anything to do but to wait: longer than every pause of the engine.
  static let idleLimit = 120

  init(_ playground: Playground, seed: UInt64) throws {
    world = try World(playground, seed: seed)
    budgets = playground.policy.budgets
    executor = SeededExecutor(seed: seed)
    random = SeededGenerator(seed: seed, for: "driver")
  }

  var violations: [String] { world.violations }
  var state: RunState { world.journal.state }

  /// Starts one process on the journal and lets it live until it ends or dies.
  ///
  /// - Returns: how it left the run; nil when it died or failed.
  @discardableResult
  func live(until interrupts: ((Simulation, RunEngine) -> Void)? = nil) throws -> RunEnd? {
    lives += 1
    let life = Life()
    if lives > 1 {
      // As `resume` does. Its own death leaves the next process the same journal.
      guard (try? world.journal.append([Entry(.runResume)], at: world.now, in: life)) != nil else {
        return nil
      }
    }
    let engine = try engine(life)
    let ending = Mutex<Result<RunEnd, any Error>?>(nil)
    Task(executorPreference: executor) {
      do {
        let end = try await engine.run()
        ending.withLock { $0 = .success(end) }
      } catch {
        ending.withLock { $0 = .failure(error) }
      }
    }
    while drained(), isWithinBounds {
      if let ending = ending.withLock({ $0 }) { return finish(ending, life) }
      // What was interrupted takes effect before anything else happens.
      interrupts?(self, engine)
      guard interrupts == nil || drained() else { break }
      act(life, engine)
    }
    life.die()
    _ = executor.drain(limit: 100_000)
    return nil
  }

  private func engine(_ life: Life) throws -> RunEngine {
    let state = try RunState(replaying: world.journal.records)
    if state != world.journal.state { world.object("replaying the journal gives another state") }
    let spool = SimulatedSpool(world: world, life: life)
    var ports = EnginePorts(
      attempts: SimulatedHost(world: world, life: life),
      landing: SimulatedRepository(world: world, life: life),
      log: SimulatedLog(journal: world.journal, life: life), inbox: spool, access: spool,
      spec: { [playground = world.playground] in try playground.spec($0) })
    ports.now = { [world] in world.now }
    ports.rest = { try await life.turn() }
    ports.recordLanding = { [world] spec, commit in
      try life.checkAlive()
      world.change { $0.ledger[spec.id] = commit }
    }
    ports.observe = { [world] state, _ in
      if life.isAlive, state != world.journal.state {
        world.object("the engine knows what the journal does not")
      }
    }
    var policy = world.playground.policy
    policy.budgets = budgets
    return try RunEngine(
      state: state, policy: policy, ports: ports, branches: world.look { $0.observation })
  }

  private func finish(_ ending: Result<RunEnd, any Error>, _ life: Life) -> RunEnd? {
    switch ending {
    case .success(let end):
      ends.append(end)
      if !life.ready.isEmpty { world.object("calls were left waiting") }
      return end
    case .failure(let error):
      if life.isAlive, !(error is HostFailure) { world.object("the engine gave up: \(error)") }
      errors.append(error)
      life.die()
      return nil
    }
  }

  private func drained() -> Bool {
    if executor.drain(limit: 100_000) { return true }
    world.object("the engine turns in a circle without asking the world")
    return false
  }

  private var isWithinBounds: Bool {
    actions += 1
    let problem =
      if actions > Simulation.actionLimit {
        "no end after \(actions) actions"
      } else if state.sequence > Simulation.eventLimit {
        "no end after \(state.sequence) events"
      } else if idle > Simulation.idleLimit {
        "the engine waits for nothing"
      } else {
        String?.none
      }
    if let problem { world.object(problem) }
    return problem == nil
  }
}

extension Simulation {
  /// Lets one thing happen.
  private func act(_ life: Life, _ engine: RunEngine) {
    if kills > 0, random.chance(1) {
      kills -= 1
      return life.die()
    }
    if random.chance(restlessness) {
      if !surprises.isEmpty, random.chance(50) {
        return surprises.remove(at: Int.random(in: 0..<surprises.count, using: &random))(world, life)
      }
      return tick(engine)
    }
    step(life, engine)
  }

  /// Lets one call return, one worker go on, or time pass where there is nothing else.
  private func step(_ life: Life, _ engine: RunEngine) {
    let calls = life.ready
    let workers = world.look(\.livingWorkers)
    guard !calls.isEmpty || !workers.isEmpty else {
      idle += 1
      return tick(engine)
    }
    idle = 0
    world.change { $0.clock += 10 }
    let choice = Int.random(in: 0..<(calls.count + workers.count), using: &random)
    guard choice >= calls.count else { return life.resume(calls[choice]) }
    let key = workers[choice - calls.count]
    world.change { $0.progress(key) }
    life.announce(.worker(key))
  }

  /// Time passes: room is made, the checkout is cleaned, agents are mended, and the engine looks up.
  func tick(_ engine: RunEngine) {
    world.change { disk in
      disk.clock += 1000
      if disk.random.chance(30) { disk.freeMegabytes = 100_000 }
      if disk.random.chance(20) { disk.isDirty = false }
      if disk.random.chance(20) { disk.outages = [:] }
    }
    engine.wake(.tick)
  }

  /// Workers go on while no orchestrator lives.
  func letWorkersGoOn() {
    for key in world.look(\.livingWorkers) where random.chance(50) {
      world.change { $0.progress(key) }
    }
  }
}
