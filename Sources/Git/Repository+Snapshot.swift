import CLibgit2
import Glibc

extension Repository {
  /// Stores the work tree's files as a tree, honouring `.gitignore`, and says what changed against `base` (a
  /// commit or a tree). Open the repository with `init(administration:workTree:)` for a tree that an agent
  /// wrote.
  ///
  /// What the index says is not trusted: its entries are made those of the base, without SKIP_WORKTREE and
  /// assume-unchanged. On disk it stays at the base, so that git goes on showing the work as changes.
  /// No hook and no filter program runs.
  ///
  /// - Parameter leavingOut: untracked paths that are not the work's, such as files that were lent to it.
  package func snapshot(
    base: ObjectID, leavingOut: (GitPath) -> Bool = { _ in false }
  ) throws -> SnapshotTree {
    let index = try baseIndex(base)
    var unreadable: Set<GitPath> = []
    let diff = try workTreeDiff(against: index, &unreadable)
    try index.save()
    let nested = try stage(diff, into: index, leavingOut: leavingOut, &unreadable)
    unreadable.formUnion(try specialFiles(outside: nested))
    let tree = try index.writeTree(to: self)
    return SnapshotTree(
      tree: tree, changes: try changes(from: base, to: tree), nested: nested,
      unreadable: unreadable.sorted())
  }

  private func baseIndex(_ base: ObjectID) throws -> Index {
    let tree = try lookUpTree(base)
    // An index that cannot be read (split, sparse, damaged) only costs us the file states that it knew.
    if (try? Index(of: self)) == nil { unsafe unlink(gitDirectory + "index") }
    let index = try Index(of: self)
    try index.read(tree)
    try index.clearHidingFlags()
    return index
  }

  /// Compares index and files, and brings the index's file states up to date.
  private func workTreeDiff(
    against index: borrowing Index, _ unreadable: inout Set<GitPath>
  ) throws -> Handle {
    do {
      return try workTreeDiff(against: index)
    } catch {
      // One changed file that cannot be read fails the whole comparison, and libgit2 does not say which.
      let root = workTree ?? ""
      let closed = index.paths.filter { path in
        access(root + path, R_OK) != 0 && errno == EACCES
      }
      if closed.isEmpty { throw error }
      for path in closed { try index.assumeUnchanged(path) }
      unreadable.formUnion(closed)
      return try workTreeDiff(against: index)
    }
  }

  private func workTreeDiff(against index: borrowing Index) throws -> Handle {
    let flags = [
      GIT_DIFF_INCLUDE_UNTRACKED, GIT_DIFF_RECURSE_UNTRACKED_DIRS, GIT_DIFF_INCLUDE_TYPECHANGE,
      GIT_DIFF_INCLUDE_UNREADABLE, GIT_DIFF_SKIP_BINARY_CHECK,
    ]
    var options = try unsafe Self.diffOptions(flags)
    let (owner, entries) = unsafe (pointer, index.pointer)
    func compare() throws -> Handle {
      try unsafe Handle("git_diff_index_to_workdir", free: git_diff_free) {
        unsafe git_diff_index_to_workdir(&$0, owner, entries, &options)
      }
    }
    do {
      unsafe options.flags |= GIT_DIFF_UPDATE_INDEX.rawValue
      return try compare()
    } catch let error as GitError where error.isLocked {
      unsafe options.flags &= ~GIT_DIFF_UPDATE_INDEX.rawValue
      return try compare()
    }
  }

  /// Takes the differences over into the index; answers with the nested repositories that were skipped.
  private func stage(
    _ diff: borrowing Handle, into index: borrowing Index, leavingOut: (GitPath) -> Bool,
    _ unreadable: inout Set<GitPath>
  ) throws -> [GitPath] {
    var (present, nested): ([GitPath], [GitPath]) = ([], [])
    for position in unsafe 0..<git_diff_num_deltas(diff.pointer) {
      guard let delta = unsafe git_diff_get_delta(diff.pointer, position)?.pointee else { continue }
      let path = unsafe GitPath(cString: delta.new_file.path)
      switch unsafe delta.status {
      // First all that is gone: a directory may have become a file of that name.
      case GIT_DELTA_DELETED: try index.remove(path)
      case GIT_DELTA_UNREADABLE: unreadable.insert(path)
      case _ where path.bytes.last == UInt8(ascii: "/"): nested.append(GitPath(bytes: path.bytes.dropLast()))
      case GIT_DELTA_UNTRACKED where leavingOut(path): continue
      default: present.append(path)
      }
    }
    for path in present where unsafe git_index_add_bypath(index.pointer, path.cString) != 0 {
      let error = GitError(operation: "git_index_add_bypath", code: GIT_ERROR.rawValue)
      if error.isOutOfSpace { throw error }
      unreadable.insert(path)
    }
    return nested
  }

  /// Files that are neither regular nor links nor directories: libgit2 passes over them without a word.
  private func specialFiles(outside nested: [GitPath]) throws -> [GitPath] {
    let skipped = Set(nested)
    return try SpecialFiles.find(below: workTree ?? "") { !skipped.contains($0) }.filter { path in
      var ignored: Int32 = 0
      try check(
        "git_ignore_path_is_ignored", unsafe git_ignore_path_is_ignored(&ignored, pointer, path.cString))
      return ignored == 0
    }
  }
}

/// `access` for a path of bytes below a directory.
private func access(_ path: [CChar], _ mode: Int32) -> Int32 { unsafe Glibc.access(path, mode) }

/// An absolute path for C.
private func + (root: String, path: GitPath) -> [CChar] {
  root.utf8.map { CChar(bitPattern: $0) } + path.cString
}
