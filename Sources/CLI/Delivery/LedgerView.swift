import Configuration
import Git
import Journal
import Landing
import Orchestration
import SystemPackage

/// What has landed, as the integration branch stands now: a landing counts while its commit is reachable.
struct LedgerView {
  let history: LedgerHistory
  private let reachable: Set<CommitID>

  /// - Parameter tip: the integration branch's; nil where there is no branch yet, so nothing has landed.
  init(_ history: LedgerHistory, tip: ObjectID?, in repository: borrowing Repository) throws {
    self.history = history
    var missing = Set(history.entries.filter { $0.kind == .landed }.map(\.commit))
    var found: Set<CommitID> = []
    guard let tip else {
      reachable = []
      return
    }
    // Nearly all landings are right there; only what is not costs a walk of its own.
    for commit in try repository.firstParents(of: tip, limit: LedgerView.nearby) where !missing.isEmpty {
      if missing.remove(commit.commitID) != nil { found.insert(commit.commitID) }
    }
    for commit in missing where try repository.contains(commit, below: tip) { found.insert(commit) }
    reachable = found
  }

  private static let nearby = 2000

  /// Whether what the task asks for now is in the integration branch.
  func isLanded(_ spec: TaskSpec) -> Bool { landing(of: spec).map { reachable.contains($0.commit) } ?? false }

  /// Whether it landed, but somebody took the integration branch back behind it.
  func isLandedButUnreachable(_ spec: TaskSpec) -> Bool {
    landing(of: spec).map { !reachable.contains($0.commit) } ?? false
  }

  /// The landing of what the task asks for now.
  func landing(of spec: TaskSpec) -> LedgerEntry? {
    history.latest(spec.fingerprint).flatMap { $0.kind == .landed ? $0 : nil }
  }

  /// Tasks whose last landing is in the integration branch, whatever they asked for then: what a dependency whose
  /// folder is gone can be judged by.
  var landedTasks: Set<TaskID> {
    Set(history.entries.map(\.task)).filter { id in
      history.latest(id).map { $0.kind == .landed && reachable.contains($0.commit) } ?? false
    }
  }

  /// The dependencies that hold without being run: those of `specs` that have landed as they are now, and those
  /// without a folder whose last landing counts.
  func satisfied(besides specs: [TaskSpec]) -> Set<TaskID> {
    let current = Set(specs.map(\.id))
    return landedTasks.subtracting(current).union(specs.filter(isLanded).map(\.id))
  }
}

extension Workspace {
  /// The ledger, rebuilt in memory from the history where this clone has none, seen from the integration branch.
  func landings(_ config: OrchestratorConfig) throws -> LedgerView {
    let repository = try openRepository()
    let tip = try integrationTip(config, in: repository)
    let isMissing = (try? state.ledger.path.stat(followTargetSymlink: false)) == nil
    let rebuilt = try isMissing ? tip.map { try LedgerRebuild.entries(below: $0, in: repository) } : nil
    return try LedgerView(
      rebuilt.map(LedgerHistory.init) ?? state.ledger.history(), tip: tip, in: repository)
  }

  /// Writes the rebuilt ledger of a clone that has none, before the first new entry would hide that.
  func keepRebuiltLedger(_ config: OrchestratorConfig) throws {
    guard (try? state.ledger.path.stat(followTargetSymlink: false)) == nil else { return }
    try state.ledger.append(landings(config).history.entries)
  }

  /// The integration branch's tip, or the tip of the branch that it would be made from.
  func integrationTip(_ config: OrchestratorConfig, in repository: borrowing Repository) throws -> ObjectID? {
    for branch in [config.mainBranch, config.baseBranch] {
      if let tip = try RefName.branch(branch).flatMap({ try repository.target(of: $0) }) { return tip }
    }
    return nil
  }
}

extension Repository {
  /// A commit and its first parents, newest first, as far as history reaches.
  fileprivate func firstParents(of tip: ObjectID, limit: Int) throws -> [ObjectID] {
    var ids: [ObjectID] = []
    var next: ObjectID? = tip
    while let id = next, ids.count < limit {
      ids.append(id)
      do { next = try commit(id).parents.first } catch let error as GitError where error.isNotFound { break }
    }
    return ids
  }

  /// A commit that is gone is below nothing.
  fileprivate func contains(_ commit: CommitID, below tip: ObjectID) throws -> Bool {
    do {
      return try isAncestor(ObjectID(commit), of: tip)
    } catch let error as GitError where error.isNotFound {
      return false
    }
  }
}
