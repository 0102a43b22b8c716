package import Git
package import Orchestration
import SystemPackage

/// Snapshot, merge, gate, land: the way of a worktree's files onto the integration branch.
///
/// Each step can be repeated: commits get the time they are given, refs move by compare-and-swap, and a step
/// that finds its result in place answers as if it had just done it.
package struct Lander: LandingPort {
  let plan: LandingPlan
  /// All writes to refs and worktree administration.
  let administration: GitAdministration
  let gate: Gate
  let refs: RunRefs

  package init(plan: LandingPlan, administration: GitAdministration) throws {
    self.plan = plan
    self.administration = administration
    gate = Gate(plan: plan, administration: administration)
    refs = try RunRefs(plan: plan)
  }

  func openRepository() throws -> Repository { try Repository(at: plan.commonDirectory.string) }
}

extension ObjectID {
  package init(_ commit: CommitID) throws { self = try ObjectID(parsing: commit.description) }

  init(parsing hex: String) throws {
    guard let id = ObjectID(hex: hex) else { throw LandingError.notAnObject(hex) }
    self = id
  }

  package var commitID: CommitID { CommitID(trusted: hex) }
  var treeID: TreeID { TreeID(trusted: hex) }
}

extension GitPath {
  package var repositoryPath: RepositoryPath { RepositoryPath(bytes: bytes) }
}

/// The disk may be full whenever libgit2 writes an object.
extension GitError: DiskFullReporting {
  package var isDiskFull: Bool { isOutOfSpace }
}

/// What keeps a landing step from being done; conflicts and red gates are none of these.
package enum LandingError: Error, Hashable, CustomStringConvertible {
  case notAnObject(String)
  case notARef(String)
  case branchMissing(String)

  package var description: String {
    switch self {
    case .notAnObject(let text): "\(text) is no object id"
    case .notARef(let name): "\(name) is no name for a ref"
    case .branchMissing(let name): "the branch \(name) is gone"
    }
  }
}
