/// A task got its locks, and a slot where it needs one.
package struct TaskStart: Hashable, Sendable, Codable {
  package var claims: Claims
  package init(claims: Claims) { self.claims = claims }
}

/// A task is to be tried once more.
package struct TaskRetry: Hashable, Sendable, Codable {
  package var reason: RetryReason
  /// Not before this instant.
  package var after: Timestamp?
  /// Throw the worktree away and begin at the newest tip, without the work so far.
  package var fresh: Bool
  /// What a person wants the agent to know.
  package var note: String?
  package var nonce: Nonce?

  package init(
    reason: RetryReason, after: Timestamp? = nil, fresh: Bool = false, note: String? = nil,
    nonce: Nonce? = nil
  ) {
    self.reason = reason
    self.after = after
    self.fresh = fresh
    self.note = note
    self.nonce = nonce
  }
}

/// Why a task is tried again.
package enum RetryReason: Hashable, Sendable, Codable {
  /// The attempt failed; uses one.
  case failed(AttemptOutcome)
  /// The candidate failed the gate; uses an attempt.
  case gate(CheckFailure)
  /// The attempt ended without a change; asked once for work or a reason.
  case noChange
  /// The attempt was cut short by us, by a crash or by a full disk; uses none.
  case interrupted(String)
  /// Strict TDD: the tests are there and fail, now for the work. Uses no attempt.
  case testsWritten
  /// A person asked for it; all attempts are available again.
  case requested

  /// Whether the attempt that came before counts against `max_retries`.
  package var usesAttempt: Bool {
    switch self {
    case .failed, .gate: true
    case .noChange, .interrupted, .testsWritten, .requested: false
    }
  }
}

/// Why a task is given up.
package enum FailureReason: Hashable, Sendable, Codable {
  case attemptsUsedUp(AttemptOutcome)
  case gateAttemptsUsedUp(CheckFailure)
  /// The same files failed in the same way twice.
  case noProgress(AttemptOutcome)
  /// The host could not do its part for this task: make its worktree, read its files.
  case host(String)
}

/// Why a person has to look.
package enum ReviewReason: Hashable, Sendable, Codable {
  case noChange
  /// More conflicts in a row than an agent is asked to solve.
  case conflicts(paths: [RepositoryPath])
  /// The snapshot touches paths that the task did not declare, and `manifest_enforcement` is `block`.
  case scope(paths: [RepositoryPath])
  /// The snapshot touches paths that `protect` names.
  case protected(paths: [RepositoryPath])
  /// What decides about this machine or about landings changed during an attempt, outside its worktree.
  case quarantine(places: [String])
  /// The snapshot holds the value of a variable that was passed on.
  case secrets(paths: [RepositoryPath])
  /// The task has spent what it may: another turn needs a higher limit.
  case budget(BudgetReport)
  /// A commit that a person approved did not pass the gate.
  case gate(CheckFailure)
}

/// A person's commit becomes the snapshot.
package struct TaskApprove: Hashable, Sendable, Codable {
  package var commit: CommitID
  package var nonce: Nonce?

  package init(commit: CommitID, nonce: Nonce?) {
    self.commit = commit
    self.nonce = nonce
  }
}

/// Where a task's worktree is and what it started from.
package struct WorktreeCreate: Hashable, Sendable, Codable {
  package var worktree: WorktreePlace
  package var base: CommitID
  /// The earlier snapshot whose change was carried over; nil for a fresh start.
  package var carried: CommitID?

  package init(worktree: WorktreePlace, base: CommitID, carried: CommitID? = nil) {
    self.worktree = worktree
    self.base = base
    self.carried = carried
  }
}

/// A linked worktree of ours.
package struct WorktreePlace: Hashable, Sendable, Codable {
  /// The administration name, `<run>-<id>`.
  package var name: String
  /// The absolute path of the checkout.
  package var path: String
  /// The absolute path of the administration directory, which only we write.
  package var admin: String

  package init(name: String, path: String, admin: String) {
    self.name = name
    self.path = path
    self.admin = admin
  }
}

/// What an attempt's files were when it ended, as a commit on the recorded base.
package struct Snapshot: Hashable, Sendable, Codable {
  package var commit: CommitID
  package var tree: TreeID
  /// Changed paths against the base; empty when nothing changed.
  package var paths: [RepositoryPath]
  /// Kept, but not to land as it is: the attempt failed, or its scope is to be settled first.
  package var wip: Bool
  /// Nested repositories and unreadable files that were left out.
  package var left: [RepositoryPath]
  /// The ref that keeps commits which the agent made itself.
  package var rescue: String?
  /// Changed paths that hold the value of a variable which was passed on; nil where there are none.
  package var secrets: [RepositoryPath]?

  package init(commit: CommitID, tree: TreeID, paths: [RepositoryPath], wip: Bool) {
    self.commit = commit
    self.tree = tree
    self.paths = paths
    self.wip = wip
    left = []
    rescue = nil
  }
}
