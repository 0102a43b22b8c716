extension TaskRecord {
  /// Which events may happen in which state: the task's life as one table.
  package func allows(_ event: Event) -> Bool {
    switch event {
    // Its agent was paused before it could begin.
    case .taskWait(.agent): isStartable || state == .preparing
    case .taskWait, .taskBlock: isStartable
    case .taskStart: isStartable
    case .worktreeCreate: state == .preparing
    case .worktreeRemove: worktree != nil
    case .attemptStart: state == .preparing
    case .attemptFinish: isRunning && outcome == nil
    case .snapshotCreate(let taken): isRunning && outcome != nil && (taken.wip || outcome == .passed)
    case .scopeViolation: state.isLanding || isRunning
    case .scopeRescope(let next): isRunning && outcome == .passed && snapshot?.commit == next.commit
    case .mergeCandidate, .mergeConflict: isSnapshotted
    case .gateStart, .gatePass, .gateFail, .gateFlaky, .landIntent, .landDone, .landStale, .landWait: isInLane
    case .taskRetry(let next):
      next.reason == .requested ? mayBeRetried : isRunning && outcome != nil || isInLane
    case .taskReview(.budget) where isStartable: true
    case .taskFail, .taskReview:
      isRunning && outcome != nil || state.isLanding || isConflicted || state == .preparing
    case .taskSkip: !isLanded
    case .taskApprove: !isLanded && !state.holdsSlot && !state.isLanding
    case .accessWait(let wait): asked?.request.nonce == wait.nonce
    case .accessRequest, .accessGrant, .accessDeny, .accessRead: claims != nil
    case .workerStart, .workerReattach, .workerExit, .workerLost, .agentSession, .agentMessage, .agentTool,
      .agentUsage, .agentError, .check, .tddRed, .tddGreen, .tddViolation, .budgetWarn, .budgetStop,
      .quarantineChange, .quarantineRescue:
      true
    case .ratePause: isRunning && outcome != nil
    case .runStart, .runExtend, .runResume, .runPause, .runStop, .runFinish, .baseFollow, .baseRed, .hostWake,
      .planStart, .planFinish, .planRefuse, .pushDone, .pushFail, .rateGo:
      false
    case .requestRefuse: true
    }
  }

  /// Whether the scheduler may choose the task.
  package var isStartable: Bool {
    switch state {
    case .pending, .waiting, .blocked, .retrying, .conflicted, .rescoping: true
    default: false
    }
  }

  private var isRunning: Bool { if case .running = state { true } else { false } }
  private var isSnapshotted: Bool { if case .snapshotted = state { true } else { false } }
  private var isConflicted: Bool { if case .conflicted = state { true } else { false } }
  private var isLanded: Bool { if case .landed = state { true } else { false } }

  private var isInLane: Bool {
    switch state {
    case .queued, .gating: true
    default: false
    }
  }

  private var mayBeRetried: Bool { state.isGivenUp || isStartable || state == .skipped }
}
