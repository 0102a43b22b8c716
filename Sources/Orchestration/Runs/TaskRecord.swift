/// All that the journal says of one task.
package struct TaskRecord: Hashable, Sendable {
  package let id: TaskID
  package var state: TaskState = .pending
  /// The number of the last attempt that was started; 0 before the first.
  package var attempt = 0
  /// The place of that attempt's start in the journal.
  var attemptSequence = 0
  /// Attempts used up: failed ones and red gates.
  package var failures = 0
  /// Attempts in a row that were cut short by us or by the host.
  package var interruptions = 0
  /// Attempts in a row that found their agent unavailable.
  package var outages = 0
  /// Conflicts since the last clean merge.
  package var conflicts = 0
  /// Present once the task was ever started; conflicts add to it.
  package var claims: Claims?
  package var holdsLocks = false
  package var worktree: WorktreePlace?
  /// The commit that the worktree was made from and that the next snapshot's parent is.
  package var base: CommitID?
  /// The worktree has not been bootstrapped yet.
  package var needsBootstrap = false
  /// The next attempt needs a new worktree at the newest tip.
  package var needsRebase = false
  /// The new worktree begins without the work so far.
  package var fresh = false
  /// The running attempt's end, until it has been judged.
  package var outcome: AttemptOutcome?
  package var outcomeTime: Timestamp?
  package var snapshot: Snapshot?
  /// The place in the landing lane, by the journal's sequence.
  package var snapshotSequence = 0
  /// The commit in the landing lane: the passed attempt's snapshot, or what a person approved.
  package var landing: CommitID?
  /// A person approved the snapshot: scope does not stop it, and no agent is asked again.
  package var approved = false
  package var lastFailure: FailedFiles?
  /// Strict TDD: the tests have been written, and failed.
  package var testsWritten = false
  /// The agent was told already that it changed nothing.
  package var askedForWork = false
  package var worker: ProcessIdentity?
  /// The number that the last attempt was given; taken while its worker may live.
  package var slot = 0
  /// How much of the attempt's `events.jsonl` is in the journal, bytes.
  package var source = 0
  package var session: String?
  /// What has been spent in that session.
  package var sessionUsage = Usage()
  package var agent: String?
  package var usage = Usage()
  /// The limits of its own that were warned of and reached.
  var warnedBudget: Double?
  var stoppedBudget: Double?
  /// What the agent said or what a check printed last, for the live table.
  package var lastLine: String?
  /// What stopped the last attempt, for the next prompt: the conflict's hunks or a person's note.
  package var hunks: String?
  package var note: String?
  package var retry: RetryReason?
  /// The lock or the agent for which a task waits that was sent back; the state says why it was.
  package var waitsFor: WaitReason?
  package var violation: ScopeViolation?
  /// What its agents were told when they asked for more.
  package var answers: [Nonce: AccessAnswer] = [:]
  /// What its agent has asked for and was not told yet.
  package var asked: OpenRequest?
  /// What the last attempt looked at without its task having claimed it: one path a resource.
  package var reads: [AccessRead] = []
  /// What changed outside the worktree and has not been seen by a person yet.
  package var quarantine: [String] = []
  package var started: Timestamp?
  package var finished: Timestamp?
  /// When the current state was entered.
  package var since: Timestamp

  /// The number that the running attempt keeps others from.
  package var takenSlot: Int? {
    if case .running = state, outcome == nil { slot } else { nil }
  }

  /// What the task waits for, as far as the journal says so.
  var waitReason: WaitReason? {
    if case .waiting(let reason) = state { reason } else { waitsFor }
  }

  /// A request for more, on its way to an answer.
  package struct OpenRequest: Hashable, Sendable {
    package var request: AccessRequest
    /// Its place in the journal and among all requests.
    package var sequence: Int
    package var time: Timestamp
    /// For what its agent waits; nil before anybody looked.
    package var waitsFor: WaitReason?
  }

  package init(id: TaskID, since: Timestamp) {
    self.id = id
    self.since = since
  }

  /// What makes two failures the same: the files and how they failed.
  package struct FailedFiles: Hashable, Sendable {
    package var tree: TreeID
    package var signature: String
  }
}
