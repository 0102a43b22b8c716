extension Event {
  /// The event's name in the journal: `<topic>.<what happened>`.
  package var type: String {
    switch self {
    case .runStart: "run.start"
    case .runExtend: "run.extend"
    case .runResume: "run.resume"
    case .runPause: "run.pause"
    case .runStop: "run.stop"
    case .runFinish: "run.finish"
    case .baseFollow: "base.follow"
    case .baseRed: "base.red"
    case .taskWait: "task.wait"
    case .taskStart: "task.start"
    case .taskRetry: "task.retry"
    case .taskBlock: "task.block"
    case .taskFail: "task.fail"
    case .taskReview: "task.review"
    case .taskSkip: "task.skip"
    case .taskApprove: "task.approve"
    case .worktreeCreate: "worktree.create"
    case .worktreeRemove: "worktree.remove"
    case .attemptStart: "attempt.start"
    case .attemptFinish: "attempt.finish"
    case .workerStart: "worker.start"
    case .workerReattach: "worker.reattach"
    case .workerExit: "worker.exit"
    case .workerLost: "worker.lost"
    case .agentSession: "agent.session"
    case .agentMessage: "agent.message"
    case .agentTool: "agent.tool"
    case .agentUsage: "agent.usage"
    case .agentError: "agent.error"
    case .check(let check, .start): "\(check).start"
    case .check(let check, .wait): "\(check).wait"
    case .check(let check, .pass): "\(check).pass"
    case .check(let check, .fail): "\(check).fail"
    case .snapshotCreate: "snapshot.create"
    case .scopeViolation: "scope.violation"
    case .scopeRescope: "scope.rescope"
    case .accessRequest: "access.request"
    case .accessWait: "access.wait"
    case .accessGrant: "access.grant"
    case .accessDeny: "access.deny"
    case .accessRead: "access.read"
    case .quarantineChange: "quarantine.change"
    case .quarantineRescue: "quarantine.rescue"
    case .mergeCandidate: "merge.candidate"
    case .mergeConflict: "merge.conflict"
    case .gateStart: "gate.start"
    case .gatePass: "gate.pass"
    case .gateFail: "gate.fail"
    case .gateFlaky: "gate.flaky"
    case .landIntent: "land.intent"
    case .landDone: "land.done"
    case .landStale: "land.stale"
    case .landWait: "land.wait"
    case .planStart: "plan.start"
    case .planFinish: "plan.finish"
    case .planRefuse: "plan.refuse"
    case .tddRed: "tdd.red"
    case .tddGreen: "tdd.green"
    case .tddViolation: "tdd.violation"
    case .ratePause: "rate.pause"
    case .rateGo: "rate.go"
    case .budgetWarn: "budget.warn"
    case .budgetStop: "budget.stop"
    case .pushDone: "push.done"
    case .pushFail: "push.fail"
    case .requestRefuse: "request.refuse"
    case .hostWake: "host.wake"
    }
  }

  /// Writes the payload's keys beside the record's own.
  func encodePayload(to encoder: any Encoder) throws {
    switch self {
    case .check(_, .wait), .runResume, .worktreeRemove, .workerReattach, .workerExit, .workerLost, .tddRed,
      .tddGreen:
      break
    case .runStart(let payload): try payload.encode(to: encoder)
    case .runExtend(let payload): try payload.encode(to: encoder)
    case .runPause(let reason): try Field(reason: reason).encode(to: encoder)
    case .runStop(let payload): try payload.encode(to: encoder)
    case .runFinish(let payload): try payload.encode(to: encoder)
    case .baseFollow(let payload): try payload.encode(to: encoder)
    case .baseRed(let payload): try payload.encode(to: encoder)
    case .taskWait(let reason): try Field(reason: reason).encode(to: encoder)
    case .taskStart(let payload): try payload.encode(to: encoder)
    case .taskRetry(let payload): try payload.encode(to: encoder)
    case .taskBlock(let task): try Field(reason: task).encode(to: encoder)
    case .taskFail(let reason): try Field(reason: reason).encode(to: encoder)
    case .taskReview(let reason): try Field(reason: reason).encode(to: encoder)
    case .taskSkip(let payload): try payload.encode(to: encoder)
    case .taskApprove(let payload): try payload.encode(to: encoder)
    case .worktreeCreate(let payload): try payload.encode(to: encoder)
    case .attemptStart(let payload): try payload.encode(to: encoder)
    case .attemptFinish(let outcome): try Field(reason: outcome).encode(to: encoder)
    case .workerStart(let payload): try payload.encode(to: encoder)
    case .agentSession(let payload): try payload.encode(to: encoder)
    case .agentMessage(let payload), .agentTool(let payload), .agentError(let payload):
      try payload.encode(to: encoder)
    case .agentUsage(let payload): try payload.encode(to: encoder)
    case .check(_, .start(let command)): try Field(reason: command).encode(to: encoder)
    case .check(_, .pass(let seconds)): try Field(reason: seconds).encode(to: encoder)
    case .check(_, .fail(let failure)): try failure.encode(to: encoder)
    case .snapshotCreate(let payload): try payload.encode(to: encoder)
    case .scopeViolation(let payload): try payload.encode(to: encoder)
    case .scopeRescope(let payload): try payload.encode(to: encoder)
    case .accessRequest(let payload): try payload.encode(to: encoder)
    case .accessWait(let payload): try payload.encode(to: encoder)
    case .accessGrant(let payload): try payload.encode(to: encoder)
    case .accessDeny(let payload): try payload.encode(to: encoder)
    case .accessRead(let payload): try payload.encode(to: encoder)
    case .quarantineChange(let payload): try payload.encode(to: encoder)
    case .quarantineRescue(let payload): try payload.encode(to: encoder)
    case .mergeCandidate(let payload): try payload.encode(to: encoder)
    case .mergeConflict(let payload): try payload.encode(to: encoder)
    case .gateStart(let payload): try payload.encode(to: encoder)
    case .gatePass(let payload): try payload.encode(to: encoder)
    case .gateFail(let payload), .gateFlaky(let payload): try payload.encode(to: encoder)
    case .landIntent(let candidate), .landStale(let candidate):
      try Field(reason: candidate).encode(to: encoder)
    case .landDone(let payload): try payload.encode(to: encoder)
    case .landWait(let path): try Field(reason: path).encode(to: encoder)
    case .planStart(let payload): try payload.encode(to: encoder)
    case .planFinish(let payload): try payload.encode(to: encoder)
    case .planRefuse(let payload): try payload.encode(to: encoder)
    case .tddViolation(let paths): try Field(reason: paths).encode(to: encoder)
    case .ratePause(let payload): try payload.encode(to: encoder)
    case .rateGo(let payload): try payload.encode(to: encoder)
    case .budgetWarn(let payload), .budgetStop(let payload): try payload.encode(to: encoder)
    case .pushDone(let payload), .pushFail(let payload): try payload.encode(to: encoder)
    case .requestRefuse(let payload): try payload.encode(to: encoder)
    case .hostWake(let seconds): try Field(reason: seconds).encode(to: encoder)
    }
  }

  /// Reads the payload that belongs to `type`; an unknown type is an error, because the fold would be wrong.
  init(type: String, from decoder: any Decoder) throws {
    func payload<P: Decodable>(_ make: (P) -> Event) throws -> Event { make(try P(from: decoder)) }
    func reason<R: Codable>(_ make: (R) -> Event) throws -> Event { make(try Field<R>(from: decoder).reason) }
    self =
      switch type {
      case "run.start": try payload(Event.runStart)
      case "run.extend": try payload(Event.runExtend)
      case "run.resume": .runResume
      case "run.pause": try reason(Event.runPause)
      case "run.stop": try payload(Event.runStop)
      case "run.finish": try payload(Event.runFinish)
      case "base.follow": try payload(Event.baseFollow)
      case "base.red": try payload(Event.baseRed)
      case "task.wait": try reason(Event.taskWait)
      case "task.start": try payload(Event.taskStart)
      case "task.retry": try payload(Event.taskRetry)
      case "task.block": try reason(Event.taskBlock)
      case "task.fail": try reason(Event.taskFail)
      case "task.review": try reason(Event.taskReview)
      case "task.skip": try payload(Event.taskSkip)
      case "task.approve": try payload(Event.taskApprove)
      case "worktree.create": try payload(Event.worktreeCreate)
      case "worktree.remove": .worktreeRemove
      case "attempt.start": try payload(Event.attemptStart)
      case "attempt.finish": try reason(Event.attemptFinish)
      case "worker.start": try payload(Event.workerStart)
      case "worker.reattach": .workerReattach
      case "worker.exit": .workerExit
      case "worker.lost": .workerLost
      case "agent.session": try payload(Event.agentSession)
      case "agent.message": try payload(Event.agentMessage)
      case "agent.tool": try payload(Event.agentTool)
      case "agent.usage": try payload(Event.agentUsage)
      case "agent.error": try payload(Event.agentError)
      case "snapshot.create": try payload(Event.snapshotCreate)
      case "scope.violation": try payload(Event.scopeViolation)
      case "scope.rescope": try payload(Event.scopeRescope)
      case "access.request": try payload(Event.accessRequest)
      case "access.wait": try payload(Event.accessWait)
      case "access.grant": try payload(Event.accessGrant)
      case "access.deny": try payload(Event.accessDeny)
      case "access.read": try payload(Event.accessRead)
      case "quarantine.change": try payload(Event.quarantineChange)
      case "quarantine.rescue": try payload(Event.quarantineRescue)
      case "merge.candidate": try payload(Event.mergeCandidate)
      case "merge.conflict": try payload(Event.mergeConflict)
      case "gate.start": try payload(Event.gateStart)
      case "gate.pass": try payload(Event.gatePass)
      case "gate.fail": try payload(Event.gateFail)
      case "gate.flaky": try payload(Event.gateFlaky)
      case "land.intent": try reason(Event.landIntent)
      case "land.wait": try reason(Event.landWait)
      case "land.done": try payload(Event.landDone)
      case "land.stale": try reason(Event.landStale)
      case "plan.start": try payload(Event.planStart)
      case "plan.finish": try payload(Event.planFinish)
      case "plan.refuse": try payload(Event.planRefuse)
      case "tdd.red": .tddRed
      case "tdd.green": .tddGreen
      case "tdd.violation": try reason(Event.tddViolation)
      case "rate.pause": try payload(Event.ratePause)
      case "rate.go": try payload(Event.rateGo)
      case "budget.warn": try payload(Event.budgetWarn)
      case "budget.stop": try payload(Event.budgetStop)
      case "push.done": try payload(Event.pushDone)
      case "push.fail": try payload(Event.pushFail)
      case "request.refuse": try payload(Event.requestRefuse)
      case "host.wake": try reason(Event.hostWake)
      default: try Event(checkType: type, from: decoder)
      }
  }

  private init(checkType type: String, from decoder: any Decoder) throws {
    let parts = type.split(separator: ".")
    guard parts.count == 2, let check = Check(rawValue: String(parts[0])) else {
      throw unknownType(type, decoder)
    }
    switch parts[1] {
    case "start": self = .check(check, .start(command: try Field<String>(from: decoder).reason))
    case "wait": self = .check(check, .wait)
    case "pass": self = .check(check, .pass(seconds: try Field<Double>(from: decoder).reason))
    case "fail": self = .check(check, .fail(try CheckFailure(from: decoder)))
    default: throw unknownType(type, decoder)
    }
  }
}

/// A payload of one value that is no object of its own.
private struct Field<Value: Codable>: Codable {
  var reason: Value
}

private func unknownType(_ type: String, _ decoder: any Decoder) -> DecodingError {
  DecodingError.dataCorrupted(
    .init(codingPath: decoder.codingPath, debugDescription: "unknown event type \"\(type)\""))
}
