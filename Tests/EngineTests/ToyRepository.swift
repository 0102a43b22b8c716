import Orchestration

/// A repository reduced to what landing is about: commits are maps from path to content, merges are three-way,
/// and whether the doctor passes depends on the content of two places together.
struct ToyRepository {
  typealias Files = [String: Int]

  struct Commit {
    let id: CommitID
    let parents: [CommitID]
    let files: Files
    /// Itself included.
    let history: Set<CommitID>
  }

  private(set) var commits: [CommitID: Commit] = [:]
  /// The integration branch.
  var tip: CommitID
  /// The people's branch.
  var base: CommitID

  init() {
    tip = CommitID(trusted: "")
    base = tip
    tip = commit([:], parents: [], salt: "root")
    base = tip
  }

  /// The same files, parents and salt give the same commit.
  mutating func commit(_ files: Files, parents: [CommitID], salt: String) -> CommitID {
    let content = files.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let id = CommitID(trusted: objectID(of: "\(parents) \(content) \(salt)"))
    let history = parents.reduce(into: Set([id])) { $0.formUnion(commits[$1]?.history ?? []) }
    commits[id] = Commit(id: id, parents: parents, files: files, history: history)
    return id
  }

  func files(of id: CommitID) -> Files { commits[id]?.files ?? [:] }

  func contains(_ tip: CommitID, _ other: CommitID) -> Bool { commits[tip]?.history.contains(other) == true }

  func tree(of files: Files) -> TreeID {
    TreeID(trusted: objectID(of: "\(files.sorted { $0.key < $1.key })"))
  }

  /// The newest commit that both have.
  func mergeBase(_ left: CommitID, _ right: CommitID) -> CommitID? {
    let shared = (commits[left]?.history ?? []).intersection(commits[right]?.history ?? [])
    return shared.max { age($0) < age($1) }
  }

  private func age(_ id: CommitID) -> (Int, String) { (commits[id]?.history.count ?? 0, id.description) }

  /// The paths in which two commits differ.
  func changes(from old: Files, to new: Files) -> [String] {
    Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
  }

  /// What `theirs` changed since `ancestor`, on top of `ours`; conflicting paths keep our content.
  func merge(_ theirs: Files, since ancestor: Files, onto ours: Files) -> (files: Files, conflicts: [String])
  {
    var files = ours
    var conflicts: [String] = []
    for path in changes(from: ancestor, to: theirs) {
      if ours[path] == ancestor[path] || ours[path] == theirs[path] {
        files[path] = theirs[path]
      } else {
        conflicts.append(path)
      }
    }
    return (files, conflicts)
  }

  /// The doctor: neighbouring resources must fit together, so two clean changes can break each other.
  func isGreen(_ files: Files) -> Bool {
    (0..<Playground.resources).allSatisfy { number in
      let next = (number + 1) % Playground.resources
      let sum = (files["r\(number)/a"] ?? 0) + 3 * (files["r\(next)/b"] ?? 0)
      return sum % 8 != 5
    }
  }
}
