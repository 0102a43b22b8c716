import Configuration
import FoundationEssentials
import Git
import Journal
import Orchestration
import Sandboxes
import SystemPackage
import Workers

/// What `clean` would do, found without changing anything.
struct CleanPlan {
  /// Which runs, and how thoroughly.
  struct Scope {
    /// Nil is every finished run.
    var run: RunID?
    /// Runs that were broken off as well.
    var all = false
    /// The runs' journals and logs stay.
    var keepLogs = false
    /// What never landed goes, too, and is kept under rescue refs.
    var force = false
  }

  private(set) var steps: [CleanStep] = []
  /// What stays because it has not landed, for the person to decide about.
  private(set) var kept: [String] = []
  private let scope: Scope
  private let workspace: Workspace
  private let keptTips: [ObjectID]

  /// Runs that stay as they are, for which somebody may still work.
  private var staying: [RunID] = []

  /// Throws when something of it still lives.
  init(_ scope: Scope, in workspace: Workspace) throws {
    self.scope = scope
    self.workspace = workspace
    let config = try workspace.configuration().config
    let repository = try workspace.openRepository()
    keptTips = try [config.mainBranch, config.baseBranch]
      .compactMap { try RefName.branch($0).flatMap { try repository.target(of: $0) } }
    for run in try chosenRuns() {
      let remains = try RunRemains(run, in: workspace, config: config)
      guard scope.all || scope.run != nil || remains.isFinished else {
        staying.append(run.id)
        kept.append("run \(run.id) has not finished: resume it, or name it with --run")
        continue
      }
      if let task = try remains.liveWorker() { throw Failure.workerLives(run.id, task) }
      try add(remains, repository)
    }
    if scope.all, scope.run == nil { addCaches(workspace.caches(config).store) }
  }

  /// What gates handed on is there for speed alone.
  private mutating func addCaches(_ store: FilePath) {
    guard FileManager.default.fileExists(atPath: store.string) else { return }
    steps += [.removeDirectory(store), .removeIfEmpty(store.removingLastComponent())]
  }

  /// Adds the containers that nobody uses any more, before everything else: they hold files.
  mutating func add(containers: [CleanStep]) {
    let going = containers.filter { step in
      guard case .removeContainer(_, let name) = step else { return false }
      func belongs(to run: RunID) -> Bool { name.hasPrefix(ContainerRules.name(of: Nonce("\(run)-"))) }
      return scope.run.map(belongs) ?? !staying.contains(where: belongs)
    }
    steps = going + steps
  }

  private func chosenRuns() throws -> [RunDirectory] {
    guard let run = scope.run else { return try workspace.state.runs() }
    return [try workspace.state.run(named: run.description)]
  }

  /// Worktrees first, the run's directory last: a clean that was cut short finds the rest again.
  private mutating func add(_ remains: RunRemains, _ repository: borrowing Repository) throws {
    let staying = try tasksThatStay(remains, repository)
    let going = remains.worktrees.filter { remains.task($0).map { !staying.contains($0) } ?? true }
    let places = going.compactMap { worktree in remains.task(worktree).map { ($0, WorktreePlace(worktree)) } }
    if remains.hasBeforeRemove, !places.isEmpty {
      steps.append(.runBeforeRemove(remains.run, Dictionary(uniqueKeysWithValues: places)))
    }
    steps += going.map { .removeWorktree(name: $0.name, path: $0.path) }
    for (ref, target) in remains.branches + remains.snapshots + remains.candidates {
      if let task = remains.task(of: ref), !remains.candidates.contains(where: { $0.ref == ref }),
        staying.contains(task)
      {
        continue
      }
      if try ref.isBranch && isCheckedOut(ref, besides: remains, repository) {
        kept.append("branch \(ref.shortName) is checked out")
      } else {
        steps.append(.deleteRef(ref, target))
      }
    }
    if !staying.isEmpty { return }
    steps.append(.removeIfEmpty(remains.root))
    if !scope.keepLogs { steps.append(.removeDirectory(remains.run.path)) }
  }

  /// The tasks of which something would be lost. With force none stays, and each loss is rescued first.
  private mutating func tasksThatStay(
    _ remains: RunRemains, _ repository: borrowing Repository
  ) throws -> Set<TaskID> {
    var staying: Set<TaskID> = []
    for task in remains.tasks {
      let work = try UnmergedWork(of: task, in: remains, kept: keptTips, repository)
      if work.isEmpty { continue }
      if scope.force {
        steps += work.commits.compactMap { commit in
          RefName.rescue(remains.run.id, task, commit).map { .rescue($0, commit) }
        }
        steps += work.files.map { [.rescueFiles($0, run: remains.run.id, task: task)] } ?? []
      } else {
        staying.insert(task)
        let what = work.files.map { "files in \($0.path)" } ?? "work"
        kept.append("task \(task) of run \(remains.run.id) has \(what) that never landed; --force rescues it")
      }
    }
    return staying
  }

  /// In a work tree that stays.
  private func isCheckedOut(
    _ branch: RefName, besides remains: RunRemains, _ repository: borrowing Repository
  ) throws -> Bool {
    let going = steps.compactMap { if case .removeWorktree(_, let path) = $0 { path } else { nil } }
    return try repository.branchCheckouts(of: branch).contains { !going.contains($0) }
  }
}

extension Failure {
  static func workerLives(_ run: RunID, _ task: TaskID) -> Failure {
    Failure(
      "the worker of task \(task) in run \(run) still lives",
      hint: "end it: git orchestrate stop --run \(run)",
      code: .refused)
  }
}
