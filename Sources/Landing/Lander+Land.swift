package import Git
package import Orchestration

extension Lander {
  @concurrent
  package func land(_ candidate: Candidate, task: TaskID?) async throws -> LandResult {
    let result = try await move(candidate, task)
    if result == .landed { try await tidy(candidate, task) }
    return result
  }

  /// Takes away refs that have done their work: the candidate's anchor, and the task's branch unless a person has
  /// it checked out or put something else on it. The snapshots' own refs stay.
  private func tidy(_ candidate: Candidate, _ task: TaskID?) async throws {
    let (anchor, landed) = (try refs.candidate(candidate.id), try ObjectID(candidate.content.commit))
    let branch = try plan.removesLandedBranches ? task.map(refs.taskBranch) : nil
    try await administration.perform { repository in
      if let tip = try repository.target(of: anchor) { try repository.delete(anchor, expecting: tip) }
      guard let branch, try repository.target(of: branch) == landed,
        try repository.branchCheckouts(of: branch).isEmpty
      else { return }
      try repository.delete(branch, expecting: landed)
    }
  }

  private func move(_ candidate: Candidate, _ task: TaskID?) async throws -> LandResult {
    let (base, target) = (try ObjectID(candidate.base), try ObjectID(candidate.id))
    guard let tip = try currentTip() else { throw LandingError.branchMissing(plan.branch) }
    // Checkouts were brought up to date before the swap; whatever they hold now is a person's.
    if try openRepository().isAncestor(target, of: tip) { return .landed }
    guard tip == base else { return .stale(tip: tip.commitID) }
    if let path = try busyCheckout(expecting: target) { return .checkoutDirty(path: path) }
    do {
      try takeBackCheckouts(from: target, to: base)
      try updateCheckouts(from: base, to: target)
    } catch let refusal as CheckoutRefused {
      return .checkoutDirty(path: refusal.description)
    } catch let locked as IndexLocked {
      return .checkoutDirty(path: locked.description)
    }
    let (main, note) = (refs.main, task.map { "land \($0)" } ?? "follow \(plan.base ?? "")")
    do {
      try await administration.perform { repository in
        try repository.update(main, to: target, expecting: base, message: "orchestrate: \(note)")
      }
    } catch let moved as RefMoved {
      try updateCheckouts(from: target, to: base)
      return .stale(tip: moved.actual.map(\.commitID) ?? candidate.base)
    }
    return .landed
  }

  private func currentTip() throws -> ObjectID? { try openRepository().target(of: refs.main) }

  /// A checkout of the integration branch with changes of its own, or in the middle of rebasing it. Files that
  /// are at the candidate already are from a landing that was cut short between the checkout and the swap.
  private func busyCheckout(expecting target: ObjectID) throws -> String? {
    for path in try openRepository().branchCheckouts(of: refs.main) {
      let repository = try Repository(at: path)
      guard case .branch(refs.main, _) = try repository.head() else { return path }
      let tree = try repository.tree(of: target)
      for dirty in try repository.dirtyPaths() where try !repository.isAt(tree, dirty) { return path }
    }
    return nil
  }

  /// Undoes what a landing that was cut short brought into a checkout: to the next checkout it would be a
  /// person's.
  private func takeBackCheckouts(from target: ObjectID, to base: ObjectID) throws {
    for path in try openRepository().branchCheckouts(of: refs.main) {
      let repository = try Repository(at: path)
      if try !repository.dirtyPaths().isEmpty { try repository.checkoutSafely(from: target, to: base) }
    }
  }

  private func updateCheckouts(from base: ObjectID, to target: ObjectID) throws {
    for path in try openRepository().branchCheckouts(of: refs.main) {
      try Repository(at: path).checkoutSafely(from: base, to: target)
    }
  }

  @concurrent
  package func observe() async throws -> BranchObservation {
    let repository = try openRepository()
    guard let tip = try repository.target(of: refs.main) else {
      throw LandingError.branchMissing(plan.branch)
    }
    let base = try refs.base.flatMap { try repository.target(of: $0) }
    let contains = try base.map { try repository.isAncestor($0, of: tip) } ?? true
    return BranchObservation(
      tip: tip.commitID, base: base?.commitID, containsBase: contains,
      freeMegabytes: DiskSpace.freeMegabytes(at: plan.commonDirectory))
  }
}

extension Repository {
  /// Whether what is on disk at a path of the work tree is what `tree` has there; nothing may be nothing.
  package func isAt(_ tree: ObjectID, _ path: GitPath) throws -> Bool {
    guard let root = workTree else { return false }
    let wanted = try entry(at: path, in: tree)?.id
    let found = try WorkFile.read(root: root, path: path).map { try ObjectID.hash(blob: $0) }
    return wanted == found
  }
}
