package import Git
import Orchestration

/// The names of all refs that a run writes.
package struct RunRefs: Sendable {
  package let main: RefName
  package let base: RefName?
  private let prefix: String
  private let run: RunID

  init(plan: LandingPlan) throws {
    main = try RunRefs.branch(plan.branch)
    base = try plan.base.map(RunRefs.branch)
    prefix = plan.taskBranchPrefix
    run = plan.run
  }

  /// The branch on which a person finds a task's work.
  func taskBranch(_ task: TaskID) throws -> RefName { try RunRefs.branch("\(prefix)\(run)/\(task)") }

  /// Keeps each attempt's snapshot, so that none is lost when the task's branch moves on.
  func snapshot(_ task: TaskID, attempt: Int) throws -> RefName {
    try RunRefs.ref("refs/orchestrate/snapshots/\(run)/\(task)/\(attempt)")
  }

  /// All snapshots of a task.
  func snapshots(_ task: TaskID) -> String { "refs/orchestrate/snapshots/\(run)/\(task)/" }

  /// Keeps commits that are not ours.
  func rescue(_ task: TaskID, _ what: String) throws -> RefName {
    try RunRefs.ref("refs/orchestrate/rescue/\(run)/\(task)/\(what)")
  }

  /// Keeps a candidate from being collected while it is gated.
  func candidate(_ commit: CommitID) throws -> RefName {
    try RunRefs.ref("refs/orchestrate/candidates/\(run)/\(commit)")
  }

  private static func branch(_ name: String) throws -> RefName { try ref("refs/heads/" + name) }

  private static func ref(_ name: String) throws -> RefName {
    guard let ref = RefName(name) else { throw LandingError.notARef(name) }
    return ref
  }
}
