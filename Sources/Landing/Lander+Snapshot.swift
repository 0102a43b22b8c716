import Git
package import Orchestration
import Sandboxes

extension Lander {
  @concurrent
  package func snapshot(_ order: SnapshotOrder) async throws -> Snapshot {
    let (snapshot, head) = try commitFiles(order)
    let anchor = try refs.snapshot(order.task, attempt: order.attempt)
    let branch = try refs.taskBranch(order.task)
    let rescue = try refs.rescue(order.task, "attempt-\(order.attempt)")
    let base = try ObjectID(order.base)
    let commit = try ObjectID(snapshot.commit)
    let rescued = head == nil || head == base ? nil : head
    try await administration.perform { repository in
      try repository.point(anchor, at: commit, "snapshot of \(order.task)")
      if let rescued {
        try repository.point(rescue, at: rescued, "commits that the agent of \(order.task) made")
      }
    }
    try await moveTaskBranch(branch, to: commit, order.task)
    var result = snapshot
    result.rescue = rescued == nil ? nil : rescue.name
    return result
  }

  /// Stages the worktree's files through the administration directory that we recorded, and commits them.
  private func commitFiles(_ order: SnapshotOrder) throws -> (Snapshot, head: ObjectID?) {
    let repository = try Repository(administration: order.worktree.admin, workTree: order.worktree.path)
    let base = try ObjectID(order.base)
    let isLent = try plan.lentPaths()
    let files = try repository.snapshot(base: base) { isLent($0.repositoryPath) }
    let signature = try signature(at: order.time, in: repository)
    let work = order.wip ? "work in progress" : "attempt"
    let draft = CommitDraft(
      tree: files.tree, parents: [base], author: signature, committer: signature,
      message: "\(order.name): \(work) \(order.attempt)\n\nTask: \(order.task)\nRun: \(plan.run)\n")
    let commit = try repository.createCommit(draft)
    var snapshot = Snapshot(
      commit: commit.commitID, tree: files.tree.treeID, paths: files.changes.map(\.path.repositoryPath),
      wip: order.wip)
    snapshot.secrets = try pathsWithSecrets(among: files.changes, in: repository)
    snapshot.left = (files.nested + files.unreadable).map(\.repositoryPath)
    return (snapshot, try repository.head().commit)
  }

  /// The files that hold a secret which they did not hold before.
  private func pathsWithSecrets(
    among changes: [PathChange], in repository: borrowing Repository
  ) throws -> [RepositoryPath]? {
    if plan.secrets.isEmpty { return nil }
    let redactor = Redactor(plan.secrets, shapes: false)
    var found: [RepositoryPath] = []
    for change in changes {
      guard let new = change.new, new.mode != .gitlink, redactor.finds(in: try repository.blob(new.id)) else {
        continue
      }
      if let old = change.old, old.mode != .gitlink, redactor.finds(in: try repository.blob(old.id)) {
        continue
      }
      found.append(change.path.repositoryPath)
    }
    return found.isEmpty ? nil : found
  }

  /// Moves the task's branch, unless a person has it checked out; what a person committed on it is kept.
  private func moveTaskBranch(_ branch: RefName, to commit: ObjectID, _ task: TaskID) async throws {
    let ours = refs.snapshots(task)
    let refs = refs
    try await administration.perform { repository in
      guard let tip = try repository.target(of: branch), tip != commit else {
        return try repository.point(branch, at: commit, "snapshot of \(task)")
      }
      if try !repository.branchCheckouts(of: branch).isEmpty { return }
      if try !repository.references(under: ours).contains(where: { $0.target == tip }) {
        let kept = try refs.rescue(task, "branch-\(tip.hex.prefix(10))")
        try repository.point(kept, at: tip, "what a person committed for \(task)")
      }
      try repository.update(branch, to: commit, expecting: tip, message: "snapshot of \(task)")
    }
  }

  func signature(at time: Timestamp, in repository: borrowing Repository) throws -> Signature {
    guard let author = plan.author else { return try repository.signature(seconds: time.seconds) }
    return Signature(name: author.name, email: author.email, seconds: time.seconds)
  }
}

extension Repository {
  /// Points one of our own anchor refs somewhere, wherever it stood.
  func point(_ ref: RefName, at id: ObjectID, _ message: String) throws {
    let current = try target(of: ref)
    if current != id { try update(ref, to: id, expecting: current, message: message) }
  }
}
