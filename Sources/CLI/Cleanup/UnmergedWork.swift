import Git
import Journal
import Landing
import Orchestration
import SystemPackage

/// What would be lost of one task.
struct UnmergedWork {
  /// Commits that nothing but the run's own refs keeps.
  private(set) var commits: [ObjectID] = []
  /// The worktree, when it has files that no commit has.
  private(set) var files: WorktreeLocation?

  var isEmpty: Bool { commits.isEmpty && files == nil }

  /// - Parameter kept: tips of branches that stay.
  init(
    of task: TaskID, in remains: RunRemains, kept: [ObjectID], _ repository: borrowing Repository
  ) throws {
    let rescued = try repository.references(under: RefName.rescue(remains.run.id, task)).map(\.target)
    let safe = kept + rescued + [remains.landed(task)].compactMap { $0 }
    let (branch, snapshot) = (remains.branch(of: task), remains.lastSnapshot(of: task))
    let worktree = remains.worktrees.first { remains.task($0) == task }
    let head = worktree.flatMap { try? Repository(at: $0.adminDirectory).head().commit }
    for tip in [branch, snapshot, head].compactMap({ $0 }) {
      if try !repository.isKept(tip, by: safe + commits) { commits.append(tip) }
    }
    let saved = [branch, snapshot].compactMap { $0 }
    if let worktree, try worktree.hasFiles(besides: saved) { files = worktree }
  }
}

extension RunRemains {
  /// What a task's work was when it landed. A squashed landing does not have it as an ancestor.
  fileprivate func landed(_ task: TaskID) -> ObjectID? {
    guard let record = state?[task], case .landed = record.state else { return nil }
    return (record.landing ?? record.snapshot?.commit).flatMap { try? ObjectID($0) }
  }
}

extension Repository {
  /// Whether a commit stays when the run's refs go, or changes nothing at all.
  fileprivate func isKept(_ commit: ObjectID, by tips: [ObjectID]) throws -> Bool {
    for tip in tips where try isAncestor(commit, of: tip) { return true }
    guard let parent = try self.commit(commit).parents.first, try tree(of: parent) == tree(of: commit) else {
      return false
    }
    return try isKept(parent, by: tips)
  }
}

extension WorktreeLocation {
  /// Whether the work tree has files, other than ignored ones, that are neither HEAD's nor one of the commits'.
  /// Writes nothing.
  fileprivate func hasFiles(besides commits: [ObjectID]) throws -> Bool {
    // A directory that is gone holds nothing.
    guard let repository = try? Repository(administration: adminDirectory, workTree: path) else {
      return false
    }
    let changed = try repository.dirtyPaths(untracked: true)
    if changed.isEmpty { return false }
    for commit in commits {
      let tree = try repository.tree(of: commit)
      if try changed.allSatisfy({ try repository.isAt(tree, $0) }) { return false }
    }
    return true
  }
}
