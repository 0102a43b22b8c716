import CLibgit2

/// An index held in memory: entries of a tree, to be changed and written as another tree.
@safe struct Index: ~Copyable {
  let handle: Handle
  var pointer: OpaquePointer { unsafe handle.pointer }

  init(_ handle: consuming Handle) { self.handle = handle }

  /// The index of the repository's work tree.
  init(of repository: borrowing Repository) throws {
    let owner = unsafe repository.pointer
    handle = try unsafe Handle("git_repository_index", free: git_index_free) {
      unsafe git_repository_index(&$0, owner)
    }
  }

  /// Makes the entries those of `tree`. An entry that stays the same keeps what the index knows about the
  /// file's state on disk.
  func read(_ tree: borrowing Handle) throws {
    try check("git_index_read_tree", unsafe git_index_read_tree(pointer, tree.pointer))
  }

  /// Clears SKIP_WORKTREE and assume-unchanged: with either, a changed file looks untouched.
  func clearHidingFlags() throws {
    for position in unsafe 0..<git_index_entrycount(pointer) {
      guard let found = unsafe git_index_get_byindex(pointer, position)?.pointee,
        unsafe found.flags & Self.assumeUnchanged != 0 || found.flags_extended & Self.skipWorktree != 0
      else { continue }
      // `git_index_add` frees the entry that it replaces, and the path with it.
      let path = unsafe GitPath(cString: found.path)
      try unsafe path.cString.withUnsafeBufferPointer { name in
        var entry = unsafe found
        unsafe entry.flags &= ~Self.assumeUnchanged
        unsafe entry.flags_extended &= ~Self.skipWorktree
        unsafe entry.path = name.baseAddress
        try check("git_index_add", unsafe git_index_add(pointer, &entry))
      }
    }
  }

  /// Marks an entry so that comparing with the work tree leaves its file alone.
  func assumeUnchanged(_ path: GitPath) throws {
    guard var entry = unsafe git_index_get_bypath(pointer, path.cString, 0)?.pointee else { return }
    try unsafe path.cString.withUnsafeBufferPointer { name in
      unsafe entry.flags |= Self.assumeUnchanged
      unsafe entry.path = name.baseAddress
      try check("git_index_add", unsafe git_index_add(pointer, &entry))
    }
  }

  /// Replaces whatever stands at `path`, or below it, or a file above it.
  func put(_ entry: TreeEntry, at path: GitPath) throws {
    try unsafe path.cString.withUnsafeBufferPointer { name in
      var raw = unsafe git_index_entry()
      unsafe raw.mode = entry.mode.rawValue
      unsafe raw.id = entry.id.raw
      unsafe raw.path = name.baseAddress
      try check("git_index_add", unsafe git_index_add(pointer, &raw))
    }
  }

  func remove(_ path: GitPath) throws {
    let code = unsafe git_index_remove(pointer, path.cString, 0)
    if code != GIT_ENOTFOUND.rawValue { try check("git_index_remove", code) }
  }

  var paths: [GitPath] {
    unsafe (0..<git_index_entrycount(pointer)).compactMap { position in
      unsafe git_index_get_byindex(pointer, position).map { unsafe GitPath(cString: $0.pointee.path) }
    }
  }

  /// Writes the entries as tree objects.
  func writeTree(to repository: borrowing Repository) throws -> ObjectID {
    var raw = git_oid()
    let owner = unsafe repository.pointer
    try check("git_index_write_tree_to", unsafe git_index_write_tree_to(&raw, pointer, owner))
    return ObjectID(raw)
  }

  /// Writes the index file. It only saves the next reader work, so a lock that somebody left is no failure.
  func save() throws {
    let code = unsafe git_index_write(pointer)
    if code != GIT_ELOCKED.rawValue { try check("git_index_write", code) }
  }

  private static let assumeUnchanged = UInt16(0x8000)
  private static let skipWorktree = UInt16(1 << 14)
}
