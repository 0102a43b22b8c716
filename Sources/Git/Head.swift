import CLibgit2

/// What HEAD stands for.
package enum Head: Hashable, Sendable {
  case branch(RefName, ObjectID)
  case detached(ObjectID)
  /// A branch without a commit; nil when its name is not one that we can write.
  case unborn(RefName?)

  /// The commit, if there is one.
  package var commit: ObjectID? {
    switch self {
    case .branch(_, let id), .detached(let id): id
    case .unborn: nil
    }
  }
}

extension Repository {
  package func head() throws -> Head {
    let head = try unsafe Handle("git_reference_lookup", free: git_reference_free) {
      unsafe git_reference_lookup(&$0, pointer, "HEAD")
    }
    let branch = unsafe git_reference_symbolic_target(head.pointer)
      .flatMap { unsafe RefName(String(cString: $0)) }
    guard let commit = try target(ofName: "HEAD") else { return .unborn(branch) }
    return branch.map { .branch($0, commit) } ?? .detached(commit)
  }

  /// Detaches this work tree's HEAD at the commit where it stands, so that its branch is free elsewhere.
  package func detachHead() throws {
    try check("git_repository_detach_head", unsafe git_repository_detach_head(pointer))
  }
}
