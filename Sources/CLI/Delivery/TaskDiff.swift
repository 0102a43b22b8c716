import Git
import Journal
import Landing
import Orchestration
import SystemPackage

/// What a task changed: two trees to compare.
struct TaskDiff {
  /// The commit that the task's work began at.
  let base: ObjectID
  /// The work: a commit, or the tree of files that no commit has yet.
  let work: ObjectID
  /// Nil while the task is being worked on.
  let commit: ObjectID?

  private init(_ commit: CommitValue, base: ObjectID?) {
    self.base = base ?? commit.parents.first ?? commit.id
    work = commit.id
    self.commit = commit.id
  }

  private init(files: ObjectID, base: ObjectID) {
    self.base = base
    work = files
    commit = nil
  }

  /// The last word on a task in a run: the files of a running attempt, else what landed or was kept last.
  /// Nil when it has changed nothing yet.
  init?(of task: TaskRecord, in repository: borrowing Repository) throws {
    if task.state.holdsSlot, let worktree = task.worktree, let base = task.base {
      self = try TaskDiff(filesIn: worktree, base: ObjectID(base))
    } else if let id = task.landing ?? task.snapshot?.commit, let commit = try repository.find(id) {
      self = TaskDiff(
        commit, base: try task.snapshot?.commit == id ? nil : repository.start(of: commit, task))
    } else if case .landed(let id) = task.state, let commit = try repository.find(id) {
      self = TaskDiff(commit, base: nil)
    } else {
      return nil
    }
  }

  /// What one attempt left, by its snapshot. Nil when that is gone or never was.
  init?(attempt: Int, of task: TaskID, in store: RunStore, _ repository: borrowing Repository) throws {
    if let record = store.state[task], record.attempt == attempt, record.state.holdsSlot {
      try self.init(of: record, in: repository)
      return
    }
    guard let ref = RefName("refs/orchestrate/snapshots/\(store.state.id)/\(task)/\(attempt)"),
      let target = try repository.target(of: ref)
    else { return nil }
    self.init(try repository.commit(target), base: nil)
  }

  /// What landed, by the ledger: also when the run is cleaned away.
  init?(landed entry: LedgerEntry, in repository: borrowing Repository) throws {
    guard let commit = try repository.find(entry.commit) else { return nil }
    self.init(commit, base: nil)
  }

  /// The files as they are now. Nothing but objects is written.
  private init(filesIn worktree: WorktreePlace, base: ObjectID) throws {
    let repository = try Repository(administration: worktree.admin, workTree: worktree.path)
    self.init(files: try repository.snapshot(base: base).tree, base: base)
  }
}

extension Repository {
  /// Nil when the commit is not there any more.
  fileprivate func find(_ id: CommitID) throws -> CommitValue? {
    do { return try commit(ObjectID(id)) } catch let error as GitError where error.isNotFound { return nil }
  }

  /// Where a person's commits for a task began.
  fileprivate func start(of commit: CommitValue, _ task: TaskRecord) throws -> ObjectID? {
    guard let base = try task.base.map({ try ObjectID($0) }) else { return nil }
    return try mergeBase(base, commit.id)
  }
}
