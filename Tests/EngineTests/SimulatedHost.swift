import Orchestration
import Synchronization

/// Worktrees and workers of the simulated machine, as one orchestrator process sees them.
struct SimulatedHost: AttemptPort {
  let world: World
  let life: Life

  func prepare(_ order: PreparationOrder) async throws -> WorktreeCreate {
    try await life.turn()
    let place = WorktreePlace(
      name: "\(world.run)-\(order.task)", path: "/w/\(order.task)", admin: "/admin/\(order.task)")
    try world.change { disk in
      try disk.meetFault(in: "prepare")
      for key in disk.livingWorkers where key.task == order.task {
        disk.violations.append("the worktree of \(key) is replaced under its worker")
      }
      disk.worktrees[place.path] = files(for: order, disk.repository)
    }
    try await life.settle()
    return WorktreeCreate(worktree: place, base: order.base, carried: order.carry)
  }

  private func files(for order: PreparationOrder, _ repository: ToyRepository) -> ToyRepository.Files {
    let base = repository.files(of: order.base)
    guard let carry = order.carry.flatMap({ repository.commits[$0] }), let parent = carry.parents.first else {
      return base
    }
    return repository.merge(carry.files, since: repository.files(of: parent), onto: base).files
  }

  func perform(
    _ assignment: AttemptAssignment, report: @Sendable ([Entry]) async throws -> Void
  ) async throws -> AttemptOutcome {
    let key = WorkerKey(task: assignment.spec.id, attempt: assignment.attempt)
    try await life.turn()
    let isTooLate = life.stopped.withLock { $0.contains(key) }
    try world.change { disk in
      try disk.meetFault(in: "perform")
      if disk.workers[key] == nil, !isTooLate { launch(key, assignment, &disk) }
    }
    if isTooLate, world.look({ $0.workers[key] == nil }) { return .stopped }
    var reported = 0
    while true {
      let (lines, outcome) = world.look { ($0.workers[key]?.lines ?? [], $0.workers[key]?.outcome) }
      if lines.count > reported {
        try await report(Array(lines[reported...]))
        reported = lines.count
      } else if let outcome {
        return outcome
      } else {
        try await life.wait(for: .worker(key))
      }
    }
  }

  private func launch(_ key: WorkerKey, _ assignment: AttemptAssignment, _ disk: inout Disk) {
    disk.launches[key, default: 0] += 1
    if disk.launches[key] != 1 { disk.violations.append("\(key) was launched again") }
    let record = assignment.record
    if world.journal.state[key.task]?.state != .running(attempt: key.attempt) {
      disk.violations.append("\(key) was launched, but the journal does not say so")
    }
    guard let place = record.worktree, let claims = record.claims, disk.worktrees[place.path] != nil else {
      return disk.violations.append("\(key) was launched without a worktree or locks")
    }
    for other in disk.livingWorkers {
      if disk.workers[other]?.slot == record.slot {
        disk.violations.append("\(key) has the slot of \(other)")
      }
      if let conflict = world.journal.state[other.task]?.claims?.firstConflict(with: claims) {
        disk.violations.append("\(key) works beside \(other): \(conflict)")
      }
    }
    let turn = world.playground.turn(key.task, key.attempt)
    disk.workers[key] = Worker(
      spec: assignment.spec, agent: record.agent ?? "", claims: claims, turn: turn,
      edits: world.playground.edits(of: assignment.spec, attempt: key.attempt, turn), worktree: place.path,
      slot: record.slot,
      stepsLeft: Int.random(in: 1...max(1, assignment.spec.estimatedMinutes / 8), using: &disk.random),
      wish: world.playground.wish(of: assignment.spec, attempt: key.attempt, turn))
  }

  /// Its workers run no checks: they end with their agents' turns.
  func stop(_ reach: StopReach, of task: TaskID, attempt: Int) async {
    guard (try? await life.settle()) != nil else { return }
    let key = WorkerKey(task: task, attempt: attempt)
    // A worker that has not begun does not begin any more.
    life.stopped.withLock { _ = $0.insert(key) }
    world.change { $0.end(key, .stopped, writing: [:]) }
    life.announce(.worker(key))
    if reach == .everything { try? await life.settle() }
  }

  func leave(_ worktree: WorktreePlace, of task: TaskID) async -> [Event] {
    [.check(.beforeRemove, .pass(seconds: 1))]
  }

  func remove(_ worktree: WorktreePlace) async throws {
    try await life.turn()
    try world.change { disk in
      try disk.meetFault(in: "remove")
      for key in disk.livingWorkers where disk.workers[key]?.worktree == worktree.path {
        disk.violations.append("the worktree of \(key) is removed under its worker")
      }
      disk.worktrees[worktree.path] = nil
    }
    try await life.settle()
  }
}
