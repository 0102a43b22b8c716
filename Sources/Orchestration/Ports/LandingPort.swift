/// Turns a worktree's files into a landed commit, step by step. Every call can be repeated after a crash.
package protocol LandingPort: Sendable {
  /// Commits the worktree's files on the recorded base and anchors the commit.
  func snapshot(_ order: SnapshotOrder) async throws -> Snapshot

  /// Builds the candidate for a snapshot or for the base branch on the newest tip, and anchors it.
  func merge(_ order: MergeOrder) async throws -> MergeResult

  /// Runs the doctor on exactly this commit in a checkout of its own. Cancellation ends it.
  func gate(_ order: GateOrder) async throws -> GateVerdict

  /// Moves the integration branch from the candidate's base to the candidate.
  func land(_ candidate: Candidate, task: TaskID?) async throws -> LandResult

  /// Where the branches stand now.
  func observe() async throws -> BranchObservation
}

/// What is to be committed of a worktree, and how.
package struct SnapshotOrder: Hashable, Sendable {
  package var task: TaskID
  package var name: String
  package var attempt: Int
  package var worktree: WorktreePlace
  package var base: CommitID
  package var wip: Bool
  /// The commit's time, so that repeating gives the same commit.
  package var time: Timestamp

  package init(
    spec: TaskSpec, attempt: Int, worktree: WorktreePlace, base: CommitID, wip: Bool, time: Timestamp
  ) {
    task = spec.id
    name = spec.name
    self.attempt = attempt
    self.worktree = worktree
    self.base = base
    self.wip = wip
    self.time = time
  }
}

/// What is to be put on the newest tip.
package struct MergeOrder: Hashable, Sendable {
  package var content: Candidate.Content
  /// The task that the candidate lands; nil for the base branch.
  package var task: TaskSpec?
  package var time: Timestamp

  package init(content: Candidate.Content, task: TaskSpec?, time: Timestamp) {
    self.content = content
    self.task = task
    self.time = time
  }
}

/// What came of a merge.
package enum MergeResult: Hashable, Sendable {
  /// The candidate, and the paths in which its content differs from where it branched off.
  case candidate(Candidate, changed: [RepositoryPath])
  case conflict(Conflict)
}

/// The commit that a doctor is to look at.
package struct GateOrder: Hashable, Sendable {
  package var commit: CommitID
  /// The task's own doctor, run beside the repository's where it differs.
  package var doctor: String?
  package var task: TaskID?

  package init(commit: CommitID, doctor: String?, task: TaskID?) {
    self.commit = commit
    self.doctor = doctor
    self.task = task
  }
}

/// What the doctor said.
package enum GateVerdict: Hashable, Sendable {
  case pass(cached: Bool)
  case fail(CheckFailure)
}

/// Whether the branch moved.
package enum LandResult: Hashable, Sendable {
  case landed
  /// The tip moved meanwhile: merge and gate again.
  case stale(tip: CommitID)
  /// The integration branch is checked out at `path` and has changes: waits until they are gone.
  case checkoutDirty(path: String)
}

/// The branches as they are in the repository at one moment.
package struct BranchObservation: Hashable, Sendable {
  package var tip: CommitID
  /// The people's branch; nil where there is none to follow.
  package var base: CommitID?
  /// The tip contains the base's tip already.
  package var containsBase: Bool
  package var freeMegabytes: Int

  package init(tip: CommitID, base: CommitID?, containsBase: Bool, freeMegabytes: Int) {
    self.tip = tip
    self.base = base
    self.containsBase = containsBase
    self.freeMegabytes = freeMegabytes
  }
}
