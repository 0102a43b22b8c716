package import Orchestration

/// The one owner of a live run's state.
///
/// It records what happened, derives what follows, and asks the ports to do it; their results come back as
/// events. It never knows more than the journal does, so that the next process can go on from the same place.
package actor RunEngine {
  let ports: EnginePorts
  let policy: RunPolicy
  package internal(set) var state: RunState
  var specs: [TaskID: TaskSpec] = [:]
  var graph: TaskGraph
  var scheduler = Scheduler()
  var branches: BranchObservation
  /// Steps whose effects are under way.
  var busy: Set<Step> = []
  /// Steps that failed in this process and are left to the next one.
  var abandoned: Set<Step> = []
  /// The landing lane waits for the next tick.
  var laneRests = false
  /// Slot numbers of attempts that are being written down.
  var reservedSlots: [TaskID: Int] = [:]
  /// What this process told agents that wait.
  var told: [TaskID: Told] = [:]
  /// An error that ends this process's part in the run.
  var failure: (any Error)?
  private let arrivals: AsyncStream<Arrival>
  private nonisolated let arrival: AsyncStream<Arrival>.Continuation

  private typealias Effects = ThrowingDiscardingTaskGroup<any Error>

  enum Arrival: Sendable {
    case wakeup(Wakeup)
    case done(Step, (any Error)?)
  }

  /// Takes over a run whose journal folds to `state`.
  package init(state: RunState, policy: RunPolicy, ports: EnginePorts, branches: BranchObservation) throws {
    self.state = state
    self.policy = policy
    self.ports = ports
    self.branches = branches
    (arrivals, arrival) = AsyncStream.makeStream()
    let loaded = try state.order.map(ports.spec)
    specs = Dictionary(uniqueKeysWithValues: loaded.map { ($0.id, $0) })
    graph = try TaskGraph(loaded, satisfied: state.satisfied)
  }

  /// Passes a wake-up in from any thread.
  package nonisolated func wake(_ wakeup: Wakeup) { arrival.yield(.wakeup(wakeup)) }

  /// Drives the run until it ends, stops or pauses. Two groups: leaving the outer one lets workers go on by
  /// themselves, leaving the inner one ends what runs in this process.
  package func run() async throws -> RunEnd {
    try await withThrowingDiscardingTaskGroup { workers in
      try await withThrowingDiscardingTaskGroup { effects in
        defer { if failure != nil { workers.cancelAll() } }
        try await applyRequests()
        try await advance(workers: &workers, effects: &effects)
        if let end = try await end() { return end }
        for await arrival in arrivals {
          try await handle(arrival, effects: &effects)
          if let failure { return try abandon(failure, &effects) }
          try await advance(workers: &workers, effects: &effects)
          if let end = try await end() { return end }
        }
        throw CancellationError()
      }
    }
  }

  private func abandon(_ failure: any Error, _ effects: inout Effects) throws -> RunEnd {
    effects.cancelAll()
    throw failure
  }

  private func handle(_ arrival: Arrival, effects: inout Effects) async throws {
    switch arrival {
    case .wakeup(.tick): try await tick()
    case .wakeup(.stop(let cause)): try await stop(RunStop(cause: cause))
    case .done(let step, let error):
      busy.remove(step)
      if let error { try await recover(from: error, in: step) }
    }
    if let stop = state.stop, !stop.drain { effects.cancelAll() }
  }

  /// Schedules, then starts every effect that the state asks for.
  private func advance(workers: inout Effects, effects: inout Effects) async throws {
    try await enforceBudgets()
    if state.status == .running { try await schedule() }
    for step in stepsToStart() {
      busy.insert(step)
      if case .attempt = step {
        workers.addTask { await self.carryOut(step) }
      } else {
        effects.addTask { await self.carryOut(step) }
      }
    }
  }

  private func carryOut(_ step: Step) async { arrival.yield(.done(step, await outcome(of: step))) }

  /// Whether what was begun goes on: not while the run is paused, nor after a stop that does not drain it.
  var mayProceed: Bool { state.pause == nil && (state.status == .running || state.stop?.drain == true) }

  private func stepsToStart() -> [Step] {
    guard mayProceed else { return [] }
    return state.nextSteps(policy: policy, branches: branches, busy: busy, laneRests: laneRests)
      .filter { !abandoned.contains($0) && !(state.isBudgetSpent && $0.leadsToTurn) }
  }

  private func outcome(of step: Step) async -> (any Error)? {
    do {
      try await perform(step)
      return nil
    } catch {
      // What is cancelled fails in many ways, none of which says anything of the step.
      return Task.isCancelled || error is CancellationError ? nil : error
    }
  }

  /// The run's end, if it has come; writes `run.finish`.
  private func end() async throws -> RunEnd? {
    guard busy.isEmpty else { return nil }
    if let stop = state.stop {
      if stop.drain, !stepsToStart().isEmpty { return nil }
      guard state.isBudgetSpent, state.isExhausted else { return .stopped(stop) }
      try await finish()
      return .finished
    }
    if case .infrastructure(let why) = state.pause { return .paused(why) }
    if let red = state.baseRed, !state.tipVerified, !policy.allowRed {
      try await finish()
      return .redBase(red)
    }
    guard isOver else { return nil }
    // What was asked since the last tick may give the run more to do.
    try await applyRequests()
    guard isOver else { return nil }
    try await finish()
    return .finished
  }

  private var isOver: Bool { state.status == .running && state.isExhausted && stepsToStart().isEmpty }

  private func finish() async throws {
    let landed = state.records.count { $0.state.satisfiesDependents }
    try await record([Entry(.runFinish(RunFinish(landed: landed, unlanded: state.order.count - landed)))])
  }
}
