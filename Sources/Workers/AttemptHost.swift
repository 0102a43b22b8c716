package import Git
import Glibc
import Journal
package import Orchestration
import Sandboxes
import Synchronization
import SystemPackage

/// Worktrees and workers of one run on this machine.
///
/// A worker is a process of its own that outlives us; everything about it is on disk, so that the next
/// orchestrator finds it again.
package final class AttemptHost: AttemptPort {
  let plan: WorkerPlan
  let administration: GitAdministration
  /// Attempts whose end was asked for: none of them begins any more.
  private let stopping = Mutex<[Nonce: StopReach]>([:])

  package init(plan: WorkerPlan, administration: GitAdministration) {
    self.plan = plan
    self.administration = administration
  }

  @concurrent
  package func perform(
    _ assignment: AttemptAssignment, report: @Sendable ([Entry]) async throws -> Void
  ) async throws -> AttemptOutcome {
    let outcome = try await outcome(of: assignment, report: report)
    let findings = try await quarantine(assignment).end()
    try await report(findings.map { Entry($0, task: assignment.spec.id, attempt: assignment.attempt) })
    try? TreeRemoval.remove(PrivateHome(plan.run.task(assignment.spec.id).home).temporary.string)
    return outcome
  }

  private func outcome(
    of assignment: AttemptAssignment, report: @Sendable ([Entry]) async throws -> Void
  ) async throws -> AttemptOutcome {
    let directory = attempt(assignment)
    let nonce = nonce(of: assignment.spec.id, assignment.attempt)
    var follower = WorkerFollower(assignment, directory, resources: plan.resources)
    switch try WorkerStanding(of: directory) {
    case .ended(let outcome):
      try await report(follower.drain())
      return outcome
    case .alive(let identity):
      try await report([follower.entry(.workerReattach)])
      return try await follow(&follower, WorkerProcess(adopting: identity), nonce, report)
    case .dead:
      try await report(follower.drain() + [follower.entry(.workerLost)])
      return await lost(nonce)
    case .absent where reach(of: nonce) != nil:
      return .stopped
    case .absent:
      let process = try launch(assignment, in: directory, nonce: nonce)
      return try await follow(&follower, process, nonce, report)
    }
  }

  /// Reports what the worker writes until it has ended; then its result is there, or it died.
  private func follow(
    _ follower: inout WorkerFollower, _ process: WorkerProcess, _ nonce: Nonce,
    _ report: @Sendable ([Entry]) async throws -> Void
  ) async throws -> AttemptOutcome {
    for await event in try process.watch() {
      let news = try follower.drain()
      if !news.isEmpty { try await report(news) }
      if event == .ended { break }
    }
    try Task.checkCancellation()
    process.reap()
    let standing = try WorkerStanding(of: follower.directory)
    try await report(follower.drain())
    switch standing {
    case .ended(let outcome):
      try await report([follower.entry(.workerExit)])
      return outcome
    case .alive(let other) where other != process.identity:
      // An orchestrator that died while it launched had started one: ours found the attempt taken.
      return try await follow(&follower, WorkerProcess(adopting: other), nonce, report)
    case .alive, .dead, .absent:
      try await report([follower.entry(.workerLost)])
      return await lost(nonce)
    }
  }

  /// Ends what a dead worker left running, so that the next attempt has the worktree for itself.
  private func lost(_ nonce: Nonce) async -> AttemptOutcome {
    _ = await ProcessTable.endAll(markedBy: nonce)
    // Its processes are gone already; what this misses is found by the next run, and by `clean`.
    try? await plan.sandbox.removeContainer(of: nonce)
    // A worker that dies while it is ended was stopped, not lost.
    return reach(of: nonce) == .everything ? .stopped : .lost
  }

  private func reach(of nonce: Nonce) -> StopReach? { stopping.withLock { $0[nonce] } }

  private func launch(
    _ assignment: AttemptAssignment, in directory: AttemptDirectory, nonce: Nonce
  ) throws -> WorkerProcess {
    try quarantine(assignment).begin()
    // An attempt that was lost may have left something.
    try TreeRemoval.remove(PrivateHome(plan.run.task(assignment.spec.id).home).temporary.string)
    let environment = try OrderWriter(
      plan: plan, assignment: assignment, directory: directory, nonce: nonce
    ).write()
    return try WorkerProcess(launching: plan.worker, for: directory, environment: environment)
  }

  package func stop(_ reach: StopReach, of task: TaskID, attempt: Int) async {
    let nonce = nonce(of: task, attempt)
    let directory = plan.run.task(task).attempt(attempt)
    stopping.withLock { if $0[nonce] != .everything { $0[nonce] = reach } }
    switch reach {
    case .everything: await WorkerStop(directory: directory, nonce: nonce).stop()
    case .turn:
      guard case .alive(let worker) = try? WorkerStanding(of: directory) else { return }
      ProcessTable.signal(worker, SIGUSR1)
    }
  }

  private func quarantine(_ assignment: AttemptAssignment) -> Quarantine {
    Quarantine(plan: plan, assignment: assignment, administration: administration)
  }

  private func attempt(_ assignment: AttemptAssignment) -> AttemptDirectory {
    plan.run.task(assignment.spec.id).attempt(assignment.attempt)
  }

  private func nonce(of task: TaskID, _ attempt: Int) -> Nonce {
    .ofAttempt(run: plan.run.id, task: task, attempt: attempt)
  }
}

extension Nonce {
  /// What marks the processes of one attempt; the same for every orchestrator that looks for them.
  package static func ofAttempt(run: RunID, task: TaskID, attempt: Int) -> Nonce {
    Nonce("\(run)-\(task)-\(attempt)")
  }
}
