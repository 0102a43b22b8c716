import CLibgit2
import Glibc

/// What every work tree of a repository obeys and shares, apart from objects: settings, hooks, the files that point
/// from one place to another, and refs. Two of these tell what somebody changed in between.
package struct SharedState: Hashable, Sendable, Codable {
  /// What stands where, as hashes. A setting is a place of its own: `config core.fsmonitor`.
  package var places: [String: String]
  /// Branches, tags and our own lasting refs, and what they point at.
  package var refs: [String: ObjectID]

  /// The places that are not now what they were before.
  package func changes(since before: SharedState) -> [String] {
    Set(places.keys).union(before.places.keys).filter { places[$0] != before.places[$0] }.sorted()
  }

  /// The refs that moved or vanished, with what they pointed at.
  package func moves(since before: SharedState) -> [(ref: String, from: ObjectID, to: ObjectID?)] {
    before.refs.filter { refs[$0.key] != $0.value }.sorted { $0.key < $1.key }
      .map { (ref: $0.key, from: $0.value, to: refs[$0.key]) }
  }
}

extension Repository {
  /// - Parameter worktree: the one whose pointers are looked at.
  package func sharedState(with worktree: WorktreeLocation) throws -> SharedState {
    var places = try settingsOfItsOwn()
    let common = commonDirectory
    for name in ["commondir", "config.worktree", "objects/info/alternates", "objects/info/http-alternates"] {
      places[name] = Self.fingerprint(common + name)
    }
    for directory in ["hooks", "info"] {
      for (name, _) in DirectoryEntries.list(directory: common + directory) {
        let place = "\(directory)/\(String(decoding: name, as: UTF8.self))"
        // The one is people's own business, the other is for dumb servers.
        if ["info/sparse-checkout", "info/refs"].contains(place) { continue }
        places[place] = Self.fingerprint("\(common)\(place)")
      }
    }
    for name in ["commondir", "gitdir", "config.worktree"] {
      places["worktrees/\(worktree.name)/\(name)"] = Self.fingerprint("\(worktree.adminDirectory)/\(name)")
    }
    places["\(worktree.path)/.git"] = Self.fingerprint("\(worktree.path)/.git")
    return SharedState(places: places, refs: try lastingRefs())
  }

  /// The repository's own settings but for those of branches, which git itself writes whenever people switch, push or
  /// delete one.
  private func settingsOfItsOwn() throws -> [String: String] {
    let entries = try Configuration(file: commonDirectory + "config").entries(matching: ".")
    return try Dictionary(grouping: entries.filter { !$0.name.hasPrefix("branch.") }) { "config \($0.name)" }
      .mapValues { try ObjectID.hash(blob: Array($0.map(\.value).joined(separator: "\0").utf8)).hex }
  }

  private func lastingRefs() throws -> [String: ObjectID] {
    let prefixes = ["refs/heads/", "refs/tags/", "refs/orchestrate/snapshots/", "refs/orchestrate/rescue/"]
    // A branch is lent to each worktree while it is made.
    let refs = try references(under: "refs/").filter { ref, _ in
      prefixes.contains { ref.name.hasPrefix($0) } && !ref.name.hasPrefix("refs/heads/orchestrate/worktree/")
    }
    return Dictionary(refs.map { ($0.ref.name, $0.target) }) { $1 }
  }

  /// A file's mode and content, or what stands there instead; nil for nothing. No link is followed.
  private static func fingerprint(_ path: String) -> String? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    let mode = String(status.st_mode, radix: 8)
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= 1 << 20 else { return mode }
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return mode }
    defer { close(descriptor) }
    var content = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = unsafe read(descriptor, &content, content.count)
    return mode + " " + ((try? ObjectID.hash(blob: Array(content.prefix(max(0, count)))).hex) ?? "")
  }

  /// Whether a branch, a tag or a ref of ours leads to a commit.
  package func isReachable(_ commit: ObjectID) throws -> Bool {
    let tips = try references(under: "refs/").filter { !$0.ref.name.hasPrefix("refs/stash") }
    return try tips.contains { tip in
      if tip.target == commit { return true }
      return try isCommit(tip.target) && isAncestor(commit, of: tip.target)
    }
  }

  /// Whether an id is that of a commit, and not of a tag, a tree or a blob.
  package func isCommit(_ id: ObjectID) throws -> Bool {
    var raw = id.raw
    var object: OpaquePointer?
    let code = unsafe git_object_lookup(&object, pointer, &raw, GIT_OBJECT_COMMIT)
    unsafe git_object_free(object)
    return code == 0
  }
}
