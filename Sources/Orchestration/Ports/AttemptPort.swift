/// Makes worktrees and performs attempts in them. Every call can be repeated after a crash with the same result.
package protocol AttemptPort: Sendable {
  /// Makes the task's worktree at `order.base`, in place of the one it had, with the earlier work carried over.
  func prepare(_ order: PreparationOrder) async throws -> WorktreeCreate

  /// Launches the attempt, or goes on with it when a worker of an earlier orchestrator is at it, or reads its
  /// result when it has ended; returns when it has ended. `report` gets the worker's own events in order.
  /// Cancellation lets go of the worker, which goes on by itself.
  func perform(
    _ assignment: AttemptAssignment, report: @Sendable ([Entry]) async throws -> Void
  ) async throws -> AttemptOutcome

  /// Ends the attempt as far as it reaches; where it ends, `perform` returns `.stopped`, and it launches nothing
  /// where it had not come so far.
  func stop(_ reach: StopReach, of task: TaskID, attempt: Int) async

  /// Runs what is to be run in a worktree before it is removed or replaced; answers what came of it.
  func leave(_ worktree: WorktreePlace, of task: TaskID) async -> [Event]

  /// Removes a worktree. Missing is fine.
  func remove(_ worktree: WorktreePlace) async throws
}

/// How much of an attempt is to be ended.
package enum StopReach: Hashable, Sendable {
  /// Its worker and everything that it started; nothing of it runs any more when the call returns.
  case everything
  /// The agent's turn. An attempt whose agent is done goes on to its end.
  case turn
}

/// What a worktree is to be made of.
package struct PreparationOrder: Hashable, Sendable {
  package var task: TaskID
  package var base: CommitID
  /// The snapshot whose change is carried over onto `base`, where it merges.
  package var carry: CommitID?
  /// The worktree to replace.
  package var replacing: WorktreePlace?

  package init(task: TaskID, base: CommitID, carry: CommitID?, replacing: WorktreePlace?) {
    self.task = task
    self.base = base
    self.carry = carry
    self.replacing = replacing
  }
}

/// An attempt to perform.
package struct AttemptAssignment: Hashable, Sendable {
  package var spec: TaskSpec
  package var record: TaskRecord
  package var attempt: Int
  /// Tasks whose agents work at the same time.
  package var neighbours: [Neighbour]
  /// What the run may still cost, US dollars; nil where nothing limits it.
  package var costLeft: Double?

  package init(spec: TaskSpec, record: TaskRecord, attempt: Int, neighbours: [Neighbour] = []) {
    self.spec = spec
    self.record = record
    self.attempt = attempt
    self.neighbours = neighbours
  }

  /// Another task in flight, as far as an agent should know of it.
  package struct Neighbour: Hashable, Sendable {
    package var id: TaskID
    package var name: String
    package var claims: Claims

    package init(id: TaskID, name: String, claims: Claims) {
      self.id = id
      self.name = name
      self.claims = claims
    }
  }
}
