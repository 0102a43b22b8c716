package import Git
import Journal
package import Orchestration
import Sandboxes
import SystemPackage

extension AttemptHost {
  @concurrent
  package func prepare(_ order: PreparationOrder) async throws -> WorktreeCreate {
    let base = try objectID(order.base)
    let request = WorktreeRequest(
      name: "\(plan.run.id)-\(order.task)", path: plan.worktrees.appending(order.task.description).string,
      base: base, lockReason: "git orchestrate: task \(order.task) of run \(plan.run.id)")
    if let old = order.replacing, order.carry == nil { try await rescue(old, of: order.task, besides: base) }
    let location = try await administration.perform { repository in
      try repository.removeWorktree(name: request.name, path: request.path)
      return try repository.addWorktree(request)
    }
    try location.populate(with: files(for: order, base))
    try plan.copy.copy(into: FilePath(location.path))
    try plan.caches?.hand(to: FilePath(location.path))
    return WorktreeCreate(worktree: WorktreePlace(location), base: order.base, carried: order.carry)
  }

  @concurrent
  package func leave(_ worktree: WorktreePlace, of task: TaskID) async -> [Event] {
    await BeforeRemove(plan: plan, task: task).run(in: worktree)
  }

  @concurrent
  package func remove(_ worktree: WorktreePlace) async throws {
    try await administration.perform { repository in
      try repository.removeWorktree(name: worktree.name, path: worktree.path)
    }
  }

  /// The base's files, or those of the base and the earlier work merged. Where they conflict the base's stand,
  /// and the agent is shown the hunks.
  private func files(for order: PreparationOrder, _ base: ObjectID) throws -> ObjectID {
    guard let carry = order.carry else { return base }
    let repository = try Repository(at: plan.commonDirectory.string)
    switch try repository.merge(ours: base, theirs: objectID(carry)) {
    case .clean(let tree): return tree
    case .conflict(let conflict): return conflict.carried
    }
  }

  /// Work that is about to be thrown away on request is kept under a ref, for whoever changes their mind: files
  /// that no commit has, and commits that the agent made itself.
  private func rescue(_ worktree: WorktreePlace, of task: TaskID, besides base: ObjectID) async throws {
    guard let commit = try commitFiles(of: worktree, task),
      try !Repository(at: plan.commonDirectory.string).isAncestor(commit, of: base),
      let ref = RefName("refs/orchestrate/rescue/\(plan.run.id)/\(task)/fresh-\(commit.hex.prefix(10))")
    else { return }
    try await administration.perform { repository in
      if try repository.target(of: ref) == nil {
        try repository.create(ref, at: commit, message: "kept before a fresh start")
      }
    }
  }

  /// A commit of the worktree's files, or its HEAD where that has them all; nil where no worktree is left.
  private func commitFiles(of worktree: WorktreePlace, _ task: TaskID) throws -> ObjectID? {
    guard let repository = try? Repository(administration: worktree.admin, workTree: worktree.path),
      let head = try repository.head().commit
    else { return nil }
    let files = try repository.snapshot(base: head) { path in
      plan.caches?.covers(RepositoryPath(bytes: path.bytes)) == true
    }
    if files.changes.isEmpty { return head }
    let signature = try repository.signature(seconds: 0)
    return try repository.createCommit(
      CommitDraft(
        tree: files.tree, parents: [head], author: signature, committer: signature,
        message: "Work on \(task) before it began anew\n"))
  }

  private func objectID(_ commit: CommitID) throws -> ObjectID {
    guard let id = ObjectID(hex: commit.description) else {
      throw GitError(operation: "read \(commit)", code: -1, message: "not an object id")
    }
    return id
  }
}

extension WorktreePlace {
  package init(_ location: WorktreeLocation) {
    self.init(name: location.name, path: location.path, admin: location.adminDirectory)
  }
}
