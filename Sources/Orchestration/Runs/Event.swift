/// Everything that can happen in a run, in the words of the journal. The fold of these is the run's state.
///
/// A new event is a case here, a line in `Event+Codable.swift`, and a case of the fold.
package enum Event: Hashable, Sendable {
  case runStart(RunStart)
  case runExtend(RunExtend)
  case runResume
  case runPause(PauseReason)
  case runStop(RunStop)
  case runFinish(RunFinish)

  case baseFollow(BaseFollow)
  case baseRed(BaseRed)

  case taskWait(WaitReason)
  case taskStart(TaskStart)
  case taskRetry(TaskRetry)
  case taskBlock(TaskID)
  case taskFail(FailureReason)
  case taskReview(ReviewReason)
  case taskSkip(Answer)
  case taskApprove(TaskApprove)

  case worktreeCreate(WorktreeCreate)
  case worktreeRemove

  case attemptStart(AttemptStart)
  case attemptFinish(AttemptOutcome)
  case workerStart(ProcessIdentity)
  case workerReattach
  case workerExit
  case workerLost

  case agentSession(AgentSession)
  case agentMessage(AgentText)
  case agentTool(AgentText)
  case agentUsage(Usage)
  case agentError(AgentText)
  case check(Check, CheckProgress)

  case snapshotCreate(Snapshot)
  case scopeViolation(ScopeViolation)
  case scopeRescope(Rescope)
  case accessRequest(AccessRequest)
  case accessWait(AccessWait)
  case accessGrant(AccessGrant)
  case accessDeny(AccessDenial)
  case accessRead(AccessRead)
  case quarantineChange(QuarantineChange)
  case quarantineRescue(QuarantineRescue)
  case mergeCandidate(Candidate)
  case mergeConflict(Conflict)
  case gateStart(GateStart)
  case gatePass(GatePass)
  case gateFail(GateFailure)
  case gateFlaky(GateFailure)
  case landIntent(CommitID)
  case landDone(Landing)
  case landStale(CommitID)
  /// The integration branch is checked out there and has changes.
  case landWait(checkout: String)

  /// Plans belong to no run.
  case planStart(PlanStart)
  case planFinish(PlanFinish)
  case planRefuse(PlanRefusal)
  case pushDone(PushReport)
  case pushFail(PushReport)

  /// The tests alone fail, as they should: the work itself comes next.
  case tddRed
  /// With the work, the tests pass.
  case tddGreen
  /// The turn that writes the tests changed other paths.
  case tddViolation(paths: [RepositoryPath])

  case ratePause(RatePause)
  case rateGo(RateGo)

  /// Most of a budget is spent; a task's where the event names one.
  case budgetWarn(BudgetReport)
  /// A budget is spent, and no turn begins on it.
  case budgetStop(BudgetReport)

  case requestRefuse(RequestRefusal)
  case hostWake(seconds: Int)
}

/// A command that judges work. `bootstrap` and `before_attempt` only prepare it, but fail in the same way; what
/// `after_attempt` and `before_remove` come to changes nothing.
package enum Check: String, Hashable, Sendable, Codable, CaseIterable, CustomStringConvertible {
  case bootstrap, lint, fast, doctor
  case beforeAttempt = "before_attempt"
  case afterAttempt = "after_attempt"
  case beforeRemove = "before_remove"

  package var description: String { rawValue }
}

/// How far a check has come.
package enum CheckProgress: Hashable, Sendable {
  case start(command: String)
  /// Others have their turn first.
  case wait
  case pass(seconds: Double)
  case fail(CheckFailure)
}

/// Why a command that judges work said no.
package struct CheckFailure: Hashable, Sendable, Codable {
  package var check: Check
  /// The exit code; nil when a signal or a deadline ended the command.
  package var exit: Int?
  /// What happened in words when there is no exit code: `timed out after 900 s`, `signal 9`.
  package var detail: String?
  /// The whole output, an absolute path.
  package var log: String

  package init(check: Check, exit: Int?, detail: String? = nil, log: String) {
    self.check = check
    self.exit = exit
    self.detail = detail
    self.log = log
  }
}
