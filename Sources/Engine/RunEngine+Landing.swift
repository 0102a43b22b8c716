import Orchestration

extension RunEngine {
  /// The doctor on the tip that everything starts from.
  func verify(_ tip: CommitID) async throws {
    try await record([Entry(.gateStart(GateStart(candidate: tip)))])
    switch try await ports.landing.gate(GateOrder(commit: tip, doctor: nil, task: nil)) {
    case .pass(let cached):
      try await record([Entry(.gatePass(GatePass(candidate: tip, cached: cached)))])
    case .fail(let failure):
      try await record([Entry(.baseRed(BaseRed(commit: tip, cause: .failure(failure))))])
    }
  }

  /// Puts the task's snapshot on the newest tip.
  func merge(_ task: TaskID) async throws {
    guard let spec = specs[task], let commit = state[task]?.landing else { return }
    let order = MergeOrder(content: .snapshot(commit), task: spec, time: ports.now())
    let result = try await ports.landing.merge(order)
    guard case .snapshotted(commit) = state[task]?.state, let judgement = judgement(of: task) else { return }
    switch result {
    case .candidate(let candidate, let changed):
      let report = judgement.record.approved ? judgement.scope(of: changed).report : nil
      try await record(
        [report.map(Event.scopeViolation), .mergeCandidate(candidate)].compactMap(\.self), about: task)
    case .conflict(let conflict):
      try await record([.mergeConflict(conflict)], about: task)
    }
  }

  /// Puts what people committed on the base branch on the newest tip.
  func mergeBase(_ base: CommitID) async throws {
    let order = MergeOrder(content: .baseBranch(base), task: nil, time: ports.now())
    switch try await ports.landing.merge(order) {
    case .candidate(let candidate, _):
      try await record([Entry(.mergeCandidate(candidate))])
    case .conflict(let conflict):
      try await record([Entry(.baseRed(BaseRed(commit: base, cause: .conflict(paths: conflict.paths))))])
    }
  }

  /// The doctor on exactly the candidate, once more when it is red and may be flaky.
  func gate(_ candidate: Candidate) async throws {
    let task = state.lane?.task
    let order = GateOrder(commit: candidate.id, doctor: task.flatMap { specs[$0]?.verify.doctor }, task: task)
    try await record([Entry(.gateStart(GateStart(candidate: candidate.id)), task: task)])
    var verdict = try await ports.landing.gate(order)
    var flaky: CheckFailure?
    for _ in 0..<policy.gateRetries {
      guard case .fail(let failure) = verdict, failure.check != .bootstrap else { break }
      flaky = flaky ?? failure
      verdict = try await ports.landing.gate(order)
    }
    // A doctor that was ended with the run has no opinion.
    try Task.checkCancellation()
    guard state.lane?.candidate == candidate else { return }
    switch verdict {
    case .pass(let cached):
      let first = flaky.map { Event.gateFlaky(GateFailure(candidate: candidate.id, failure: $0)) }
      let pass = Event.gatePass(GatePass(candidate: candidate.id, cached: cached))
      try await record(([first].compactMap(\.self) + [pass]).map { Entry($0, task: task) })
    case .fail(let failure): try await gateFailed(candidate, failure, task)
    }
  }

  private func gateFailed(_ candidate: Candidate, _ failure: CheckFailure, _ task: TaskID?) async throws {
    if failure.check == .bootstrap, try await alsoFailsBare(candidate.base) {
      let why = "bootstrap fails on the bare tip \(candidate.base.short) too; its output: \(failure.log)"
      return try await record([Entry(.runPause(.infrastructure(why)))])
    }
    guard let task, let judgement = judgement(of: task) else {
      return try await record([
        Entry(.baseRed(BaseRed(commit: baseTip(candidate), cause: .failure(failure))))
      ])
    }
    let red = Event.gateFail(GateFailure(candidate: candidate.id, failure: failure))
    try await record([red] + judgement.events(afterRedGate: failure), about: task)
  }

  private func alsoFailsBare(_ base: CommitID) async throws -> Bool {
    let verdict = try await ports.landing.gate(GateOrder(commit: base, doctor: nil, task: nil))
    if case .fail(let failure) = verdict { return failure.check == .bootstrap }
    return false
  }

  /// Announces the move, makes it, and writes down that it happened.
  func land(_ candidate: Candidate) async throws {
    guard let lane = state.lane, lane.candidate == candidate else { return }
    if lane.passed, !lane.intent { try await record([Entry(.landIntent(candidate.id), task: lane.task)]) }
    switch try await ports.landing.land(candidate, task: lane.task) {
    case .landed: try await landed(candidate, lane.task)
    case .stale: try await record([Entry(.landStale(candidate.id), task: lane.task)])
    case .checkoutDirty(let path):
      laneRests = true
      if lane.waitsFor != path { try await record([Entry(.landWait(checkout: path), task: lane.task)]) }
    }
    branches = try await ports.landing.observe()
  }

  private func landed(_ candidate: Candidate, _ task: TaskID?) async throws {
    guard let task, let spec = specs[task] else {
      let follow = BaseFollow(base: baseTip(candidate), tip: candidate.id)
      return try await record([Entry(.baseFollow(follow))])
    }
    try ports.recordLanding(spec, candidate.id)
    try await record([.landDone(Landing(commit: candidate.id))], about: task)
  }

  /// Brings what landed to the remote. Whatever comes of it, what has landed stays landed.
  func push(_ commit: CommitID) async throws {
    let (taken, report) = try await ports.push(commit)
    try Task.checkCancellation()
    try await record([Entry(taken ? .pushDone(report) : .pushFail(report))])
  }

  private func baseTip(_ candidate: Candidate) -> CommitID {
    if case .baseBranch(let tip) = candidate.content { tip } else { candidate.base }
  }
}
