import Orchestration

extension Event {
  /// Whether somebody who watches wants to know; the rest is bookkeeping or an agent's talk.
  var isNews: Bool {
    switch self {
    case .runStart, .runExtend, .runResume, .runPause, .runStop, .runFinish, .baseFollow, .baseRed,
      .taskRetry, .taskBlock, .taskFail, .taskReview, .taskSkip, .taskApprove, .attemptStart, .workerReattach,
      .workerLost, .agentError, .scopeViolation, .scopeRescope, .accessRequest, .accessWait, .accessGrant,
      .accessDeny,
      .mergeConflict, .gateStart, .gateFail, .gateFlaky, .landDone, .landWait, .tddRed, .tddViolation,
      .ratePause, .rateGo, .budgetWarn, .budgetStop, .pushDone, .pushFail, .requestRefuse, .hostWake,
      .planStart, .planFinish,
      .planRefuse, .quarantineChange, .quarantineRescue, .check(_, .fail), .check(.doctor, .pass):
      true
    case .taskWait, .taskStart, .worktreeCreate, .worktreeRemove, .attemptFinish, .workerStart, .workerExit,
      .agentSession, .agentMessage, .agentTool, .agentUsage, .check, .snapshotCreate, .mergeCandidate,
      .gatePass, .landIntent, .landStale, .accessRead, .tddGreen:
      false
    }
  }

  /// Whether it is worth a line above a live table, which shows everything else by itself.
  var isMilestone: Bool {
    switch self {
    case .runPause, .ratePause, .rateGo, .budgetWarn, .budgetStop, .baseFollow, .baseRed, .taskFail,
      .taskReview, .scopeViolation,
      .quarantineChange,
      .gateFlaky, .landDone,
      .pushFail, .requestRefuse, .hostWake:
      true
    default: false
    }
  }
}
