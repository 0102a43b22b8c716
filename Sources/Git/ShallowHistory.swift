import Glibc

/// History that `git clone --depth` cut off. libgit2 does not know of the cut and runs into commits that are not
/// there; here the commits at the cut have no parents, as in git. Walks everything that is there, which is little.
struct ShallowHistory {
  private let cut: Set<ObjectID>

  /// Nil where history is whole.
  init?(commonDirectory: String) throws {
    guard let text = try SmallFile.read(commonDirectory + "shallow") else { return nil }
    cut = Set(text.split(separator: "\n").compactMap { ObjectID(hex: String($0)) })
    if cut.isEmpty { return nil }
  }

  func parents(of commit: ObjectID, in repository: borrowing Repository) throws -> [ObjectID] {
    cut.contains(commit) ? [] : try repository.commit(commit).parents
  }

  /// The commit and everything that it is built on, as far as history reaches.
  func ancestors(of commit: ObjectID, in repository: borrowing Repository) throws -> Set<ObjectID> {
    var seen: Set<ObjectID> = [commit]
    var next = [commit]
    while let current = next.popLast() {
      for parent in try parents(of: current, in: repository) where seen.insert(parent).inserted {
        next.append(parent)
      }
    }
    return seen
  }

  /// The common ancestors that no other common ancestor is built on.
  func mergeBases(
    _ left: ObjectID, _ right: ObjectID, in repository: borrowing Repository
  ) throws -> [ObjectID] {
    let common = try ancestors(of: left, in: repository).intersection(ancestors(of: right, in: repository))
    var below: Set<ObjectID> = []
    for commit in common {
      for parent in try parents(of: commit, in: repository) { below.insert(parent) }
    }
    return common.subtracting(below).sorted()
  }
}

extension Repository {
  var shallowHistory: ShallowHistory? {
    get throws { try ShallowHistory(commonDirectory: commonDirectory) }
  }
}
