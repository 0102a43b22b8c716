import Orchestration

extension RunEngine {
  /// Looks at everything outside that may have changed.
  func tick() async throws {
    laneRests = false
    try await applyRequests()
    branches = try await ports.landing.observe()
    if case .diskFull = state.pause, hasRoom { try await record([Entry(.runResume)]) }
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
    let before = request.kind.task.flatMap { state[$0] }
    if case .retry(let task, _, _) = request.kind, let spec = try? ports.spec(task) { specs[task] = spec }
    try await record([state.answer(request)])
    if case .stop(let drain) = request.kind, !drain { await stopWorkers() }
    if case .skip(let task) = request.kind, let before, case .running(let attempt) = before.state {
      await ports.attempts.stop(task, attempt: attempt)
    }
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

  private func stopWorkers() async {
    for case .attempt(let task, let number) in busy { await ports.attempts.stop(task, attempt: number) }
  }
}

extension Request.Kind {
  /// The task that the request is about, where it is about one.
  var task: TaskID? {
    switch self {
    case .retry(let task, _, _), .skip(let task), .approve(let task, _): task
    case .stop, .extend: nil
    }
  }
}
