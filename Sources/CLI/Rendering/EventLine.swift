import Orchestration

/// One event as one line for people: when, which task, what happened.
struct EventLine: Sendable {
  var names: TaskNames
  /// Every event has a line; otherwise bookkeeping and talk have none.
  var isVerbose = false
  var time = LocalTime.here

  /// Nil for an event that nobody misses.
  func text(_ record: EventRecord) -> String? {
    guard isVerbose || record.event.isNews else { return nil }
    let subject = record.task.map { names.title($0) + " " } ?? ""
    return "\(time.clock(record.time)) \(subject)\(words(record))"
  }

  private func words(_ record: EventRecord) -> String {
    switch record.event {
    case .runStart, .runExtend, .runResume, .runPause, .runStop, .runFinish, .baseFollow, .baseRed,
      .ratePause, .rateGo, .budgetWarn, .budgetStop, .planStart, .planFinish, .planRefuse, .requestRefuse,
      .hostWake:
      runWords(record.event, isTask: record.task != nil)
    case .attemptStart, .attemptFinish, .workerStart, .workerReattach, .workerExit, .workerLost,
      .agentSession, .agentMessage, .agentTool, .agentUsage, .agentError, .check, .tddRed, .tddGreen,
      .tddViolation, .quarantineChange, .quarantineRescue:
      attemptWords(record.event, attempt: record.entry.attempt)
    case .accessRequest, .accessWait, .accessGrant, .accessDeny, .accessRead: accessWords(record.event)
    case .snapshotCreate, .scopeViolation, .scopeRescope, .mergeCandidate, .mergeConflict, .gateStart,
      .gatePass, .gateFail, .gateFlaky, .landIntent, .landDone, .landStale, .landWait,
      .pushDone, .pushFail:
      landingWords(record.event, isTip: record.task == nil)
    case .taskWait, .taskStart, .taskRetry, .taskBlock, .taskFail, .taskReview, .taskSkip, .taskApprove,
      .worktreeCreate, .worktreeRemove:
      taskWords(record.event)
    }
  }
}

extension EventLine {
  private func runWords(_ event: Event, isTask: Bool) -> String {
    switch event {
    case .runStart(let start):
      "run begins: \(count(start.tasks.count)), onto \(start.branch.onOneLine) at \(start.tip.short)"
    case .runExtend(let extend): "run takes in \(count(extend.tasks.count)) more"
    case .runResume: "run goes on"
    case .runPause(let reason): "run pauses: \(reason.words)"
    case .runStop(let stop):
      "run is stopped \(stop.cause.words)\(stop.drain ? ", running attempts end first" : "")"
    case .runFinish(let finish):
      finish.unlanded == 0
        ? "run is finished: all \(finish.landed) landed"
        : "run is finished: \(finish.landed) landed, \(finish.unlanded) did not"
    case .baseFollow(let follow):
      "takes over the base branch at \(follow.base.short), tip is \(follow.tip.short)"
    case .baseRed(let red): "base is red: \(red.words)\(see(red.log))"
    case .planStart(let start): "\(start.planner.onOneLine) plans \(start.plan.onOneLine)"
    case .planFinish(let finish): "\(finish.plan.onOneLine) is planned: \(count(finish.created.count)) more"
    case .planRefuse(let refusal): "\(refusal.plan.onOneLine) is not planned: \(refusal.why.onOneLine)"
    case .ratePause(let pause): "finds that \(pause.words(time))"
    case .rateGo(let go): "agent \(go.agent.onOneLine) goes on"
    case .budgetWarn(let report): "\(isTask ? "" : "run ")has spent \(report.words)"
    case .budgetStop(let report): "\(isTask ? "" : "run ")has spent its budget: \(report.words)"
    case .requestRefuse(let refusal): "request refused: \(refusal.why.onOneLine)"
    case .hostWake(let seconds): "this machine slept for \(LocalTime.span(Double(seconds)))"
    default: event.type
    }
  }

  private func taskWords(_ event: Event) -> String {
    switch event {
    case .taskWait(let reason): reason.words(time)
    case .taskStart(let start): "gets its turn: \(start.claims.description.onOneLine)"
    case .taskRetry(let retry): "is tried again\(wait(retry)): \(retry.reason.words)"
    case .taskBlock(let origin): "is blocked: needs \(names.title(origin)), which did not make it"
    case .taskFail(let reason): "fails: \(reason.words)\(see(reason.log))"
    case .taskReview(let reason): "needs you: \(reason.words)\(see(reason.log))"
    case .taskSkip: "is skipped"
    case .taskApprove(let approve): "is approved at \(approve.commit.short)"
    case .worktreeCreate(let create):
      "gets a worktree at \(create.base.short): \(create.worktree.path.onOneLine)"
    case .worktreeRemove: "worktree is removed"
    default: event.type
    }
  }

  private func attemptWords(_ event: Event, attempt number: Int?) -> String {
    let attempt = number.map { "attempt \($0)" } ?? "attempt"
    return switch event {
    case .attemptStart(let start): "\(attempt) starts (\(start.agent.onOneLine))"
    case .attemptFinish(let outcome): "\(attempt) \(outcome.words)"
    case .workerStart(let worker): "worker starts (pid \(worker.pid))"
    case .workerReattach: "\(attempt) is still at work: goes on watching it"
    case .workerExit: "worker ends"
    case .workerLost: "worker died"
    case .agentSession(let session): "session \(session.session.onOneLine)"
    case .agentMessage(let said): said.text.onOneLine
    case .agentTool(let call): "> \(call.text.onOneLine)"
    case .agentError(let error): "agent error: \(error.text.onOneLine)"
    case .agentUsage(let usage): "tokens: \(usage.words)"
    case .tddRed: "tests are there and fail, as they should"
    case .tddGreen: "tests pass with the work"
    case .tddViolation(let paths): "changes more than tests: \(paths.words)"
    case .quarantineChange(let found): "something changed outside the worktree: \(found.words)"
    case .quarantineRescue(let lost):
      "\(lost.ref.onOneLine) left \(lost.was.short), now kept as \(lost.rescue.onOneLine)"
    case .check(let check, .start(let command)): "\(check.rawValue) starts: \(command.onOneLine)"
    case .check(let check, .wait): "\(check.rawValue) waits for its turn"
    case .check(let check, .pass(let seconds)): "\(check.rawValue) passes (\(LocalTime.span(seconds)))"
    case .check(_, .fail(let failure)): "\(failure.words)\(see(failure.log))"
    default: event.type
    }
  }

  private func landingWords(_ event: Event, isTip: Bool) -> String {
    switch event {
    case .snapshotCreate(let taken): snapshotWords(taken)
    case .scopeViolation(let found): scopeWords(found)
    case .scopeRescope(let next):
      "gives its locks back, and lands once it has all of: \(next.claims.description.onOneLine)"
    case .mergeCandidate(let candidate): "merges as \(candidate.id.short) onto \(candidate.base.short)"
    case .mergeConflict(let conflict): "conflicts with \(conflict.with.short) in \(conflict.paths.words)"
    case .gateStart(let gate):
      isTip ? "doctor on \(gate.candidate.short) starts" : "gate starts on \(gate.candidate.short)"
    case .gatePass(let pass):
      (isTip ? "doctor passes on \(pass.candidate.short)" : "gate passes")
        + (pass.cached ? " (known already)" : "")
    case .gateFail(let red): "gate says no: \(red.failure.words)\(see(red.failure.log))"
    case .gateFlaky(let red): "gate is flaky, it passes now: \(red.failure.words)\(see(red.failure.log))"
    case .landIntent(let candidate): "about to land \(candidate.short)"
    case .landDone(let landing): "lands as \(landing.commit.short)"
    case .landStale: "the branch has moved: merges again"
    case .landWait(let path): "waits to land: \(path.onOneLine) is checked out and has changes of its own"
    case .pushDone(let report): "pushed \(report.commit.short) to \(report.remote.onOneLine)"
    case .pushFail(let report): "push of \(report.words)"
    default: event.type
    }
  }

  private func snapshotWords(_ taken: Snapshot) -> String {
    let files = taken.paths.count == 1 ? "1 file" : "\(taken.paths.count) files"
    let left = taken.left.isEmpty ? "" : ", without \(taken.left.words)"
    return "\(taken.wip ? "unfinished work" : "work") kept as \(taken.commit.short) (\(files)\(left))"
  }

  private func scopeWords(_ found: ScopeViolation) -> String {
    let parts = [("undeclared", found.undeclared), ("protected", found.protected)].filter { !$0.1.isEmpty }
    return "changes " + parts.map { "\($0.0): \($0.1.words)" }.joined(separator: "; ")
  }

  private func see(_ log: String?) -> String { log.map { " (\($0.onOneLine))" } ?? "" }

  private func count(_ tasks: Int) -> String { tasks == 1 ? "1 task" : "\(tasks) tasks" }

  private func wait(_ retry: TaskRetry) -> String { retry.after.map { " at \(time.clock($0))" } ?? "" }
}

extension PushReport {
  /// `1e1194d1cf to origin failed: [remote rejected] (pre-receive hook declined)`
  var words: String { "\(commit.short) to \(remote.onOneLine) failed: \(reason.onOneLine)" }
}
