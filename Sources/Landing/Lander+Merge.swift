import Git
package import Orchestration

extension Lander {
  @concurrent
  package func merge(_ order: MergeOrder) async throws -> MergeResult {
    let result = try build(order)
    if case .candidate(let candidate, _) = result {
      let anchor = try refs.candidate(candidate.id)
      let commit = try ObjectID(candidate.id)
      try await administration.perform { repository in
        try repository.point(anchor, at: commit, "candidate")
      }
    }
    return result
  }

  /// Everything happens in memory and in the object store: no checkout is touched.
  private func build(_ order: MergeOrder) throws -> MergeResult {
    let repository = try openRepository()
    guard let tip = try repository.target(of: refs.main) else {
      throw LandingError.branchMissing(plan.branch)
    }
    let theirs = try ObjectID(order.content.commit)
    if case .baseBranch = order.content, try repository.isAncestor(tip, of: theirs) {
      let candidate = Candidate(id: theirs.commitID, base: tip.commitID, content: order.content)
      return .candidate(candidate, changed: [])
    }
    switch try repository.merge(ours: tip, theirs: theirs) {
    case .conflict(let conflict):
      let hunks = conflict.hunks.map { "--- \($0.path)\n\($0.text)" }.joined(separator: "\n")
      return .conflict(
        Conflict(
          with: tip.commitID, paths: conflict.paths.map(\.repositoryPath),
          hunks: Redactor(plan.secrets).redacted(hunks)))
    case .clean(let tree):
      let commit = try commit(tree, on: tip, theirs, order, in: repository)
      let candidate = Candidate(id: commit.commitID, base: tip.commitID, content: order.content)
      let origin = try repository.mergeBase(tip, theirs)
      let changed = try repository.changes(from: origin, to: theirs).map(\.path.repositoryPath)
      return .candidate(candidate, changed: changed)
    }
  }

  private func commit(
    _ tree: ObjectID, on tip: ObjectID, _ theirs: ObjectID, _ order: MergeOrder,
    in repository: borrowing Repository
  ) throws -> ObjectID {
    let signature = try signature(at: order.time, in: repository)
    let message =
      if let task = order.task {
        LandingMessage(task: task, run: plan.run, template: plan.messageTemplate).text
      } else {
        "Merge branch '\(plan.base ?? "")' into \(plan.branch)\n\nRun: \(plan.run)\n"
      }
    return try repository.createCommit(
      CommitDraft(
        tree: tree, parents: plan.squash && order.task != nil ? [tip] : [tip, theirs], author: signature,
        committer: signature, message: message))
  }
}

extension Candidate.Content {
  /// The commit that is merged onto the tip.
  var commit: CommitID {
    switch self {
    case .snapshot(let commit), .baseBranch(let commit): commit
    }
  }
}
