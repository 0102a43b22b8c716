extension TaskRecord {
  /// The one switch that turns an event into the next state, and refuses what the present state does not allow.
  mutating func apply(_ record: EventRecord) throws(FoldError) {
    let before = state
    guard allows(record.event) else {
      throw FoldError(sequence: record.sequence, what: "\(record.event.type) while \(id) is \(state.name)")
    }
    switch record.event {
    case .taskWait(let reason): wait(for: reason)
    case .taskBlock(let other): state = .blocked(by: other)
    case .taskStart(let start): begin(start, at: record.time)
    case .worktreeCreate(let create): settle(in: create)
    case .worktreeRemove: worktree = nil
    case .attemptStart(let start):
      launch(start, number: record.entry.attempt ?? attempt + 1, sequence: record.sequence)
    case .attemptFinish(let end):
      outcome = end
      if !AttemptJudgement.isInterruption(end), !end.isBootstrapFailure { needsBootstrap = false }
      outcomeTime = record.time
      worker = nil
      asked = nil
    case .snapshotCreate(let taken): keep(taken, sequence: record.sequence)
    case .scopeViolation(let found): violation = found
    case .quarantineChange(let found): quarantine += found.places.filter { !quarantine.contains($0) }
    case .scopeRescope(let next): rescope(next, sequence: record.sequence)
    case .accessRequest, .accessWait, .accessGrant, .accessDeny: ask(record)
    case .accessRead(let read): reads.append(read)
    case .mergeCandidate(let candidate):
      state = .queued(candidate: candidate.id)
      conflicts = 0
    case .mergeConflict(let conflict): setBack(by: conflict, at: record.time)
    case .gateStart(let gate): state = .gating(candidate: gate.candidate)
    case .landStale: if let landing { state = .snapshotted(landing) }
    case .landDone(let landing): settle(.landed(landing.commit), at: record.time)
    case .taskRetry(let retry): tryAgain(retry)
    case .taskFail(let reason): settle(.failed(reason), at: record.time)
    case .taskReview(let reason): settle(.needsReview(reason), at: record.time)
    case .taskSkip: settle(.skipped, at: record.time)
    case .taskApprove(let approve): accept(approve, sequence: record.sequence)
    default: note(record)
    }
    if let offset = record.entry.source { source = offset }
    if state != before {
      since = record.time
      waitsFor = nil
    }
  }

  /// A task that was sent back keeps the state that says why.
  private mutating func wait(for reason: WaitReason) {
    switch state {
    case .retrying, .conflicted, .rescoping: waitsFor = reason
    default: state = .waiting(on: reason)
    }
  }

  private mutating func begin(_ start: TaskStart, at time: Timestamp) {
    if case .rescoping(let commit, _) = state { state = .snapshotted(commit) } else { state = .preparing }
    claims = start.claims
    holdsLocks = true
    started = started ?? time
    finished = nil
  }

  private mutating func settle(in create: WorktreeCreate) {
    worktree = create.worktree
    base = create.base
    needsRebase = false
    needsBootstrap = true
    fresh = false
  }

  private mutating func launch(_ start: AttemptStart, number: Int, sequence: Int) {
    state = .running(attempt: number)
    attempt = number
    attemptSequence = sequence
    if let agent, agent != start.agent { leaveSession() }
    agent = start.agent
    slot = start.slot ?? 0
    lastLine = nil
    reads = []
    source = 0
    outcome = nil
  }

  private mutating func keep(_ taken: Snapshot, sequence: Int) {
    snapshot = taken
    interruptions = 0
    outages = 0
    if !taken.wip { complete(.snapshotted(taken.commit), with: taken.commit, sequence: sequence) }
  }

  /// The snapshot is as good as any; only the locks are missing.
  private mutating func rescope(_ next: Rescope, sequence: Int) {
    snapshot?.wip = false
    claims = next.claims
    holdsLocks = false
    complete(.rescoping(next.commit, paths: next.paths), with: next.commit, sequence: sequence)
  }

  /// The agent is done: its commit has a place in the landing lane.
  private mutating func complete(_ next: TaskState, with commit: CommitID, sequence: Int) {
    hunks = nil
    note = nil
    outcome = nil
    landing = commit
    snapshotSequence = sequence
    state = next
  }

  /// A person decides where a person approved, or where an agent was asked too often: one event says both,
  /// because a crash between two would ask the agent after all.
  private mutating func setBack(by conflict: Conflict, at time: Timestamp) {
    state = .conflicted(with: conflict.with, paths: conflict.paths)
    conflicts += 1
    hunks = conflict.hunks
    retry = nil
    needsRebase = true
    holdsLocks = false
    if approved || conflicts > RunPolicy.conflictLimit {
      settle(.needsReview(.conflicts(paths: conflict.paths)), at: time)
    }
  }

  private mutating func tryAgain(_ next: TaskRetry) {
    if next.reason.usesAttempt { failures += 1 }
    switch next.reason {
    case .failed(let end):
      if let snapshot { lastFailure = FailedFiles(tree: snapshot.tree, signature: end.signature) }
    case .gate: needsRebase = true
    case .noChange: askedForWork = true
    case .testsWritten: testsWritten = true
    case .requested: forgive()
    case .interrupted(let why): countInterruption(why)
    }
    if next.fresh {
      leaveSession()
      testsWritten = false
    }
    state = .retrying(next.reason, after: next.after)
    retry = next.reason
    fresh = fresh || next.fresh
    needsRebase = needsRebase || next.fresh
    note = next.note ?? note
    outcome = nil
  }

  private mutating func countInterruption(_ why: String) {
    if case .unavailable = outcome { outages += 1 } else if why != "stopped" { interruptions += 1 }
  }

  /// The next turn begins a session of its own.
  private mutating func leaveSession() {
    session = nil
    sessionUsage = Usage()
  }

  /// A person asked for another try: all attempts are available again.
  private mutating func forgive() {
    failures = 0
    conflicts = 0
    askedForWork = false
    interruptions = 0
    outages = 0
    lastFailure = nil
    approved = false
    quarantine = []
    finished = nil
  }

  private mutating func accept(_ approve: TaskApprove, sequence: Int) {
    approved = true
    quarantine = []
    snapshotSequence = sequence
    finished = nil
    landing = approve.commit
    state = .snapshotted(approve.commit)
  }

  private mutating func settle(_ end: TaskState, at time: Timestamp) {
    state = end
    holdsLocks = false
    outcome = nil
    finished = time
    worker = nil
    asked = nil
  }

  /// Events that say something of a running attempt and leave the state as it is.
  private mutating func note(_ record: EventRecord) {
    switch record.event {
    case .workerStart(let identity): worker = identity
    case .agentSession(let begun):
      if begun.session != session { leaveSession() }
      session = begun.session
    case .agentUsage(let spent):
      usage = usage + spent
      sessionUsage = sessionUsage + spent
    case .agentMessage(let said), .agentTool(let said), .agentError(let said): lastLine = said.text
    case .check(_, .start(let command)): lastLine = "$ " + command
    case .check(let check, .wait): lastLine = "waits for its turn to run the \(check)"
    case .budgetWarn(let report): warnedBudget = report.limit
    case .budgetStop(let report): stoppedBudget = report.limit
    default: break
    }
  }
}
