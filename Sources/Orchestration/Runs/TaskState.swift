/// Where a task stands. Each case carries what is valid in that state and nothing else.
package enum TaskState: Hashable, Sendable {
  /// Not looked at yet.
  case pending
  case waiting(on: WaitReason)
  /// It has its locks and its slot; its worktree is being made.
  case preparing
  case running(attempt: Int)
  /// Done and committed; waits for its turn in the landing lane. The slot is free, the locks are not.
  case snapshotted(CommitID)
  /// Part of a candidate that has not been gated yet.
  case queued(candidate: CommitID)
  case gating(candidate: CommitID)
  case landed(CommitID)
  case conflicted(with: CommitID, paths: [RepositoryPath])
  /// Done and committed, with changes that it did not declare: holds no locks, and lands once it has them all.
  case rescoping(CommitID, paths: [RepositoryPath])
  case retrying(RetryReason, after: Timestamp?)
  /// A task that it depends on was given up or needs a person.
  case blocked(by: TaskID)
  case failed(FailureReason)
  case needsReview(ReviewReason)
  /// A person decided that it is not needed; its dependents may start.
  case skipped

  /// The word for people and for `--json`.
  package var name: String {
    switch self {
    case .pending: "pending"
    case .waiting: "waiting"
    case .preparing: "preparing"
    case .running: "running"
    case .snapshotted: "snapshotted"
    case .queued: "queued"
    case .gating: "gating"
    case .landed: "landed"
    case .conflicted: "conflicted"
    case .rescoping: "rescoping"
    case .retrying: "retrying"
    case .blocked: "blocked"
    case .failed: "failed"
    case .needsReview: "needs_review"
    case .skipped: "skipped"
    }
  }

  /// Whether dependents may start.
  package var satisfiesDependents: Bool {
    switch self {
    case .landed, .skipped: true
    default: false
    }
  }

  /// Whether only a person can move the task on.
  package var isGivenUp: Bool {
    switch self {
    case .failed, .needsReview: true
    default: false
    }
  }

  /// Whether the task will not move by itself any more.
  package var isSettled: Bool { satisfiesDependents || isGivenUp }

  /// Whether the task occupies one of `max_parallel` slots.
  package var holdsSlot: Bool {
    switch self {
    case .preparing, .running: true
    default: false
    }
  }

  /// Whether the task's snapshot is on its way through the landing lane.
  package var isLanding: Bool {
    switch self {
    case .snapshotted, .queued, .gating: true
    default: false
    }
  }
}
