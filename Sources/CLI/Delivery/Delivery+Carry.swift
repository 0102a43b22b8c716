import Git
import Glibc
import Landing
import Orchestration
import SystemPackage

extension Delivery {
  /// Brings the work into the people's branch: first its work trees, then the branch itself, so that whoever is cut
  /// short in between repeats the call. Answers with the branch's new tip.
  ///
  /// Throws before anything is changed when a work tree of the branch has changes of its own or is in the middle of
  /// something.
  func carry(in workspace: Workspace) async throws -> ObjectID {
    let administration = try GitAdministration(workspace.layout.commonDirectory)
    let target = try await makeTarget(administration)
    let checkouts = try workspace.openRepository().branchCheckouts(of: branch)
    for path in checkouts { try refuseUnlessClean(path, target) }
    for path in checkouts { try Repository(at: path).checkoutSafely(from: branchTip, to: target) }
    do {
      try await administration.perform { [self] repository in
        try repository.update(
          branch, to: target, expecting: branchTip, message: "orchestrate: deliver \(main.shortName)")
        try repository.keep(nil)
      }
    } catch is RefMoved {
      for path in checkouts { try Repository(at: path).checkoutSafely(from: target, to: branchTip) }
      throw Failure(
        "\(branch.shortName) was moved by somebody else meanwhile", hint: "try again", code: .unfinished)
    }
    return target
  }

  private func makeTarget(_ administration: GitAdministration) async throws -> ObjectID {
    switch way {
    case .nothingNew: branchTip
    case .fastForward: mainTip
    case .conflict(let paths): throw Failure.deliveryConflict(self, paths)
    case .merge(let tree):
      try await administration.perform { [self] repository in
        let merge = try repository.createCommit(mergeCommit(tree, by: repository.person()))
        try repository.keep(merge)
        return merge
      }
    }
  }

  private func mergeCommit(_ tree: ObjectID, by person: Signature) -> CommitDraft {
    CommitDraft(
      tree: tree, parents: [branchTip, mainTip], author: person, committer: person,
      message: "Merge branch '\(main.shortName)' into \(branch.shortName)\n")
  }

  /// Files that are as the delivery would leave them are from one that was cut short.
  private func refuseUnlessClean(_ path: String, _ target: ObjectID) throws {
    let repository = try Repository(at: path)
    if let operation = UnfinishedOperation(in: repository.gitDirectory) {
      throw Failure(
        "a \(operation.rawValue) is not finished in \(path)",
        hint: "finish it, or give it up: git \(operation.rawValue) --abort", code: .environment)
    }
    let tree = try repository.tree(of: target)
    let dirty = try repository.dirtyPaths().filter { try !repository.isAt(tree, $0) }
    if dirty.isEmpty { return }
    throw Failure(
      "\(branch.shortName) is checked out in \(path), which has changes:\n"
        + dirty.map { "  \($0.display)" }.joined(separator: "\n"),
      hint: "commit or stash them, then try again", code: .environment)
  }
}

/// What git has begun in a work tree and waits for a person to finish.
private enum UnfinishedOperation: String, CaseIterable {
  case merge
  case rebase
  case cherryPick = "cherry-pick"
  case revert

  init?(in gitDirectory: String) {
    let found = Self.allCases.first { operation in
      operation.files.contains { unsafe access(gitDirectory + $0, F_OK) == 0 }
    }
    guard let found else { return nil }
    self = found
  }

  private var files: [String] {
    switch self {
    case .merge: ["MERGE_HEAD"]
    case .rebase: ["rebase-merge", "rebase-apply"]
    case .cherryPick: ["CHERRY_PICK_HEAD"]
    case .revert: ["REVERT_HEAD"]
    }
  }
}

extension Repository {
  /// Keeps a merge commit from being collected until the branch has it; nil when it has.
  fileprivate func keep(_ merge: ObjectID?) throws {
    guard let anchor = RefName("refs/orchestrate/delivery") else { return }
    let old = try target(of: anchor)
    if let merge {
      try update(anchor, to: merge, expecting: old, message: "deliver")
    } else if let old {
      try delete(anchor, expecting: old)
    }
  }

  /// Who git says the user is, now and here.
  fileprivate func person() throws -> Signature {
    var now = time(nil)
    var local = unsafe tm()
    unsafe localtime_r(&now, &local)
    return try signature(seconds: Int64(now), offsetMinutes: Int32(unsafe local.tm_gmtoff / 60))
  }
}

extension Failure {
  fileprivate static func deliveryConflict(_ delivery: Delivery, _ paths: [GitPath]) -> Failure {
    Failure(
      "\(delivery.main.shortName) conflicts with \(delivery.branch.shortName):\n"
        + paths.map { "  \($0.display)" }.joined(separator: "\n"),
      hint:
        "merge it by hand: git switch \(delivery.branch.shortName) && git merge \(delivery.main.shortName)",
      code: .unfinished)
  }
}
