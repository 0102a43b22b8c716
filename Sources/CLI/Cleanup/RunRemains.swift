import Configuration
import Git
import Journal
import Landing
import Orchestration
import SystemPackage
import Workers

/// What a run left behind in the repository and beside it.
struct RunRemains {
  let run: RunDirectory
  /// Nil when the journal cannot be read any more.
  let state: RunState?
  let root: FilePath
  let worktrees: [WorktreeLocation]
  let branches: [(ref: RefName, target: ObjectID)]
  let snapshots: [(ref: RefName, target: ObjectID)]
  let candidates: [(ref: RefName, target: ObjectID)]
  /// The run's own configuration asks for commands before a worktree is removed.
  let hasBeforeRemove: Bool
  private let prefix: String

  init(_ run: RunDirectory, in workspace: Workspace, config: OrchestratorConfig) throws {
    self.run = run
    state = try? RunStore(run).state
    let own = try? workspace.configuration(frozenIn: run).config
    hasBeforeRemove = own?.beforeRemove.isEmpty == false
    let frozen = own ?? config
    let repository = try workspace.openRepository()
    let root = workspace.worktrees(frozen, run: run.id)
    self.root = root
    prefix = "refs/heads/\(frozen.taskBranchPrefix)\(run.id)/"
    worktrees = try repository.worktrees().filter {
      $0.name.hasPrefix("\(run.id)-") && FilePath($0.path).starts(with: root)
    }
    branches = try repository.references(under: prefix)
    snapshots = try repository.references(under: "refs/orchestrate/snapshots/\(run.id)/")
    candidates = try repository.references(under: "refs/orchestrate/candidates/\(run.id)/")
  }

  /// Nothing of it can go on: neither an orchestrator nor a person would come back to it.
  var isFinished: Bool { state?.status == .finished }

  /// Every task of which there is something.
  var tasks: [TaskID] {
    let named = worktrees.compactMap(task) + branches.compactMap { task(of: $0.ref) }
    return Set(named + snapshots.compactMap { task(of: $0.ref) }).sorted()
  }

  /// Nil for the gate's checkout.
  func task(_ worktree: WorktreeLocation) -> TaskID? {
    TaskID(String(worktree.name.dropFirst(run.id.description.count + 1)))
  }

  func task(of ref: RefName) -> TaskID? {
    if ref.isBranch { return TaskID(String(ref.name.dropFirst(prefix.count))) }
    return ref.name.split(separator: "/").dropFirst(4).first.flatMap { TaskID(String($0)) }
  }

  /// The latest snapshot: it holds the work of those before it.
  func lastSnapshot(of task: TaskID) -> ObjectID? {
    func number(_ ref: RefName) -> Int { ref.name.split(separator: "/").last.flatMap { Int($0) } ?? 0 }
    return snapshots.filter { self.task(of: $0.ref) == task }.max { number($0.ref) < number($1.ref) }?.target
  }

  func branch(of task: TaskID) -> ObjectID? { branches.first { self.task(of: $0.ref) == task }?.target }

  /// A worker of the run that still lives.
  func liveWorker() throws -> TaskID? { try state?.records.first { try run.isWorkedOn($0) }?.id }
}

extension RunDirectory {
  /// The attempts whose workers still live.
  func livingAttempts(of state: RunState) throws -> [Nonce] {
    try state.records.filter(isWorkedOn).map { .ofAttempt(run: id, task: $0.id, attempt: $0.attempt) }
  }

  fileprivate func isWorkedOn(_ record: TaskRecord) throws -> Bool {
    guard record.attempt > 0 else { return false }
    if case .alive = try WorkerStanding(of: task(record.id).attempt(record.attempt)) { return true }
    return false
  }
}
