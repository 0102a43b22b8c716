import CLibgit2

/// One unresolved entry of a merged index. With renames its three paths differ.
struct IndexConflict {
  let ancestor: (path: GitPath, entry: TreeEntry)?
  let ours: (path: GitPath, entry: TreeEntry)?
  let theirs: (path: GitPath, entry: TreeEntry)?

  var paths: [GitPath] { [ancestor?.path, ours?.path, theirs?.path].compactMap(\.self) }
}

extension Index {
  func conflicts() throws -> [IndexConflict] {
    let iterator = try unsafe Handle(
      "git_index_conflict_iterator_new", free: git_index_conflict_iterator_free
    ) {
      unsafe git_index_conflict_iterator_new(&$0, pointer)
    }
    var found: [IndexConflict] = []
    var ancestor: UnsafePointer<git_index_entry>?
    var ours: UnsafePointer<git_index_entry>?
    var theirs: UnsafePointer<git_index_entry>?
    while case let code = unsafe git_index_conflict_next(&ancestor, &ours, &theirs, iterator.pointer),
      code != GIT_ITEROVER.rawValue
    {
      try check("git_index_conflict_next", code)
      found.append(
        unsafe IndexConflict(
          ancestor: Self.value(ancestor), ours: Self.value(ours), theirs: Self.value(theirs)))
    }
    return found
  }

  /// Resolves a conflict to our side: its version where it has one, nothing where it has none.
  func settle(_ conflict: IndexConflict) throws {
    for path in conflict.paths {
      let code = unsafe git_index_conflict_remove(pointer, path.cString)
      if code != GIT_ENOTFOUND.rawValue { try check("git_index_conflict_remove", code) }
    }
    if let ours = conflict.ours { try put(ours.entry, at: ours.path) }
  }

  private static func value(_ raw: UnsafePointer<git_index_entry>?) -> (path: GitPath, entry: TreeEntry)? {
    guard let entry = unsafe raw?.pointee, let mode = unsafe FileMode(raw: entry.mode) else { return nil }
    return unsafe (GitPath(cString: entry.path), TreeEntry(id: ObjectID(entry.id), mode: mode))
  }
}
