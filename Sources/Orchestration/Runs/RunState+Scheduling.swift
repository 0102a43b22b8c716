extension RunState {
  /// What the scheduler has to know of the run at this moment.
  package func schedulingView(
    graph: TaskGraph, specs: [TaskID: TaskSpec], policy: RunPolicy, freeMegabytes: Int, now: Timestamp
  ) -> SchedulingView {
    var entries: [TaskID: SchedulingView.Entry] = [:]
    for record in records {
      guard let spec = specs[record.id] else { continue }
      entries[record.id] = SchedulingView.Entry(
        standing(of: record, graph: graph),
        Workload(claims: claims(of: record, spec: spec, policy: policy), minutes: spec.estimatedMinutes),
        hold: hold(of: record, agent: spec.agent ?? policy.agent, now: now))
    }
    let occupied = records.count { $0.state.holdsSlot }
    var view = SchedulingView(
      graph: graph, entries: entries, freeSlots: max(0, policy.maxParallel - occupied),
      hold: hold(policy: policy, freeMegabytes: freeMegabytes), policy: policy.schedule)
    view.landsSoon = lane?.waitsFor == nil
    view.requests = lockRequests(resources: policy.resources)
    return view
  }

  /// A conflict widens the claims by whatever contains the conflicting paths.
  package func claims(of record: TaskRecord, spec: TaskSpec, policy: RunPolicy) -> Claims {
    let claims = record.claims ?? Claims(of: spec, resources: policy.resources)
    guard case .conflicted(_, let paths) = record.state else { return claims }
    return claims.adding(writesTo: paths, resources: policy.resources)
  }

  private func standing(of record: TaskRecord, graph: TaskGraph) -> Standing {
    switch record.state {
    case .waiting where record.holdsLocks: .resuming
    case .pending, .waiting, .blocked: .waiting(readiness(of: record.id, graph: graph))
    case .conflicted: .reacquiring
    case .rescoping: .rescoping
    // A person's retry of what never started does not overtake its dependencies.
    case .retrying where record.started == nil: .waiting(readiness(of: record.id, graph: graph))
    case .retrying: record.holdsLocks ? .resuming : .reacquiring
    case .preparing, .running: .holding
    case .snapshotted, .queued, .gating: record.holdsLocks ? .landing : .done
    case .landed, .failed, .needsReview, .skipped: .done
    }
  }

  private func readiness(of task: TaskID, graph: TaskGraph) -> Readiness {
    let open = graph.dependencies(of: task).filter { tasks[$0]?.state.satisfiesDependents == false }
    for dependency in open {
      guard let state = tasks[dependency]?.state else { continue }
      if state.isGivenUp { return .blocked(by: dependency) }
      if case .blocked(let origin) = state { return .blocked(by: origin) }
    }
    return open.isEmpty ? .ready : .unsatisfied(open)
  }

  /// A snapshot that only waits for its locks needs no agent.
  private func hold(of record: TaskRecord, agent: String, now: Timestamp) -> WaitReason? {
    if case .rescoping = record.state { return nil }
    return pause(of: agent) != nil ? .agent(agent) : backoff(of: record, now: now)
  }

  private func backoff(of record: TaskRecord, now: Timestamp) -> WaitReason? {
    guard case .retrying(_, .some(let after)) = record.state, now < after else { return nil }
    return .until(after)
  }

  private func hold(policy: RunPolicy, freeMegabytes: Int) -> WaitReason? {
    if status == .paused { return .paused }
    if freeMegabytes < policy.minFreeMegabytes {
      return .disk(minimumGigabytes: (policy.minFreeMegabytes + 1023) / 1024)
    }
    return tipVerified || policy.allowRed ? nil : .unverifiedTip
  }
}
