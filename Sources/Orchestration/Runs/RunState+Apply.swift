extension RunState {
  /// Folds one more event in; refuses one that is illegal in the present state and leaves the state as it was.
  package mutating func apply(_ record: EventRecord) throws(FoldError) {
    guard record.sequence == sequence + 1 else {
      throw FoldError(sequence: record.sequence, what: "follows \(sequence)")
    }
    if let task = record.task {
      guard var subject = tasks[task] else {
        throw FoldError(sequence: record.sequence, what: "\(record.event.type) for unknown task \(task)")
      }
      let before = subject
      try subject.apply(record)
      try foldLane(record, task)
      foldAgents(record, before)
      tasks[task] = subject
    } else {
      try foldRun(record)
    }
    if let nonce = record.event.nonce { answered.insert(nonce) }
    sequence = record.sequence
    lastTime = record.time
  }

  private mutating func foldRun(_ record: EventRecord) throws(FoldError) {
    switch record.event {
    case .runExtend(let extend):
      satisfied.formUnion(extend.satisfied)
      add(extend.tasks, at: record.time)
      reopen()
    case .runResume:
      reopen()
      baseRed = nil
    case .runPause(let reason):
      if status == .running { status = .paused }
      recordedPause = reason
    case .runStop(let request):
      status = .stopped
      // Who asked for the end now does not want to wait for whoever asked for it later.
      if stop?.drain != false { stop = request }
    case .runFinish:
      status = .finished
      finished = record.time
    case .baseFollow, .baseRed:
      try foldBase(record)
    case .mergeCandidate, .gateStart, .gatePass, .gateFail, .gateFlaky, .landIntent, .landStale, .landWait:
      try foldBaseLane(record)
    case .budgetWarn(let report): warnedBudgets[report.budget] = report.limit
    case .budgetStop(let report):
      status = .stopped
      spentBudget = report
      if stop == nil { stop = RunStop(cause: .budget, drain: true) }
    case .pushDone, .pushFail:
      foldPush(record.event)
    case .rateGo(let go): agentPauses[go.agent]?.isOver = true
    case .requestRefuse, .hostWake, .check:
      break
    default:
      throw FoldError(sequence: record.sequence, what: "\(record.event.type) names no task")
    }
  }

  private mutating func foldBase(_ record: EventRecord) throws(FoldError) {
    if let task = lane?.task {
      throw FoldError(sequence: record.sequence, what: "\(record.event.type) while \(task) is in the lane")
    }
    switch record.event {
    case .baseFollow(let follow):
      tip = follow.tip
      baseRed = nil
      tipVerified = tipVerified || lane?.passed == true
      lane = nil
    case .baseRed(let red):
      baseRed = red
      lane = nil
    default: break
    }
  }

  private mutating func reopen() {
    status = .running
    stop = nil
    spentBudget = nil
    recordedPause = nil
    finished = nil
    endPausesForPersons()
  }

  /// The lane's steps for a candidate of no task: the base branch, or the bare tip before anything starts.
  private mutating func foldBaseLane(_ record: EventRecord) throws(FoldError) {
    switch record.event {
    case .mergeCandidate(let candidate): try enter(Lane(candidate: candidate, task: nil), record)
    case .gatePass where lane == nil: tipVerified = true
    default: try advanceLane(record)
    }
  }

  /// The lane's steps for a task's candidate.
  private mutating func foldLane(_ record: EventRecord, _ task: TaskID) throws(FoldError) {
    switch record.event {
    case .mergeCandidate(let candidate): try enter(Lane(candidate: candidate, task: task), record)
    case .gateStart, .gatePass, .gateFail, .gateFlaky, .landIntent, .landStale, .landWait:
      guard lane?.task == task else {
        throw FoldError(sequence: record.sequence, what: "\(record.event.type), but \(task) has no candidate")
      }
      try advanceLane(record)
    case .landDone(let landing):
      guard lane?.task == task, lane?.candidate.id == landing.commit, lane?.intent == true else {
        throw FoldError(
          sequence: record.sequence, what: "land.done of \(landing.commit.short), which was not announced")
      }
      tip = landing.commit
      lane = nil
    case .taskRetry, .taskFail, .taskReview, .taskSkip:
      guard !isLandingNow(task) else {
        throw FoldError(sequence: record.sequence, what: "\(record.event.type) while \(task) is landing")
      }
      if lane?.task == task { lane = nil }
    default: break
    }
  }

  /// Whether the task's landing was announced: the branch may have moved already.
  func isLandingNow(_ task: TaskID) -> Bool { lane?.task == task && lane?.intent == true }

  private mutating func enter(_ next: Lane, _ record: EventRecord) throws(FoldError) {
    guard lane == nil else {
      throw FoldError(sequence: record.sequence, what: "\(record.event.type) while the lane is taken")
    }
    lane = next
  }

  private mutating func advanceLane(_ record: EventRecord) throws(FoldError) {
    switch record.event {
    case .gatePass(let pass) where pass.candidate == lane?.candidate.id: lane?.passed = true
    case .gateFail(let failure) where failure.candidate == lane?.candidate.id: lane?.failures += 1
    case .gateFlaky: lane?.failures = 0
    case .landIntent(let candidate):
      guard lane?.candidate.id == candidate, lane?.passed == true else {
        throw FoldError(
          sequence: record.sequence, what: "land.intent for \(candidate.short), which did not pass the gate")
      }
      lane?.intent = true
    case .landStale: lane = nil
    case .landWait(let path): lane?.waitsFor = path
    default: break
    }
  }
}

extension Event {
  /// The request that this event answers.
  package var nonce: Nonce? {
    switch self {
    case .runExtend(let payload): payload.nonce
    case .runStop(let payload): payload.nonce
    case .taskRetry(let payload): payload.nonce
    case .taskSkip(let payload): payload.nonce
    case .taskApprove(let payload): payload.nonce
    case .requestRefuse(let payload): payload.nonce
    default: nil
    }
  }
}
