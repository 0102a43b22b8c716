import Orchestration

extension RunEngine {
  /// Looks at everything outside that may have changed.
  func tick() async throws {
    laneRests = false
    try await applyRequests()
    try await answerAgents()
    branches = try await ports.landing.observe()
    if state.status == .paused, case .diskFull = state.pause, hasRoom {
      try await record([Entry(.runResume)])
    }
  }

  var hasRoom: Bool { branches.freeMegabytes >= max(policy.minFreeMegabytes, RunEngine.roomMegabytes) }

  /// Enough for a journal and a commit; a full disk has less.
  static let roomMegabytes = 16

  func applyRequests() async throws {
    for request in try ports.inbox.pending() where request.run == state.id {
      if !state.answered.contains(request.nonce) { try await apply(request) }
      try ports.inbox.remove(request)
    }
  }

  private func apply(_ request: Request) async throws {
    if case .extend(let tasks, let satisfied) = request.kind, let problem = adopt(tasks, satisfied) {
      try await record([Entry(.requestRefuse(RequestRefusal(nonce: request.nonce, why: problem)))])
      return
    }
    if case .retry(let task, _, _) = request.kind, let spec = try? ports.spec(task) { specs[task] = spec }
    if case .skip(let task) = request.kind { await endAttempt(of: task) }
    try await record([state.answer(request)])
    if case .stop(let drain) = request.kind, !drain { await stopWorkers() }
  }

  /// Before the journal says that the task is skipped: after a crash nobody would look for its worker.
  private func endAttempt(of task: TaskID) async {
    guard case .running(let attempt) = state[task]?.state, state[task]?.outcome == nil else { return }
    await ports.attempts.stop(.everything, of: task, attempt: attempt)
  }

  /// Takes more tasks in; answers why not, where they do not fit.
  private func adopt(_ tasks: [TaskID], _ satisfied: [TaskID]) -> String? {
    do {
      let added = try tasks.filter { state[$0] == nil }.map(ports.spec)
      let all = state.order.compactMap { specs[$0] } + added
      graph = try TaskGraph(all, satisfied: state.satisfied.union(satisfied))
      for spec in added { specs[spec.id] = spec }
      return nil
    } catch {
      return String(describing: error)
    }
  }

  func stop(_ stop: RunStop) async throws {
    guard state.stop == nil || state.stop?.drain == true else { return }
    try await record([Entry(.runStop(stop))])
    await stopWorkers()
  }

  /// Ends every attempt that the journal knows of, an earlier process's too, all at the same time.
  private func stopWorkers() async {
    let attempts = ports.attempts
    await withDiscardingTaskGroup { group in
      for record in state.records where record.outcome == nil {
        guard case .running(let attempt) = record.state else { continue }
        group.addTask { await attempts.stop(.everything, of: record.id, attempt: attempt) }
      }
    }
  }
}
