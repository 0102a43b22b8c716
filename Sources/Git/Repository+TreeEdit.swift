import CLibgit2

/// One path of a tree to be written: an entry, or nil to take the path away.
struct TreeEdit {
  let path: GitPath
  let entry: TreeEntry?
}

extension Repository {
  /// Writes `tree` with some paths replaced. Only directories on the way to them are read; a directory that
  /// becomes empty goes away, as git has no empty ones.
  func writing(_ edits: [TreeEdit], into tree: ObjectID) throws -> ObjectID {
    let steps = edits.map { (components: $0.path.components[...], entry: $0.entry) }
    if let written = try write(steps, into: try self.tree(of: tree)) { return written }
    var raw = git_oid()
    let builder = try unsafe Handle("git_treebuilder_new", free: git_treebuilder_free) {
      unsafe git_treebuilder_new(&$0, pointer, nil)
    }
    try check("git_treebuilder_write", unsafe git_treebuilder_write(&raw, builder.pointer))
    return ObjectID(raw)
  }

  private func write(
    _ edits: [(components: ArraySlice<[UInt8]>, entry: TreeEntry?)], into tree: ObjectID?
  ) throws -> ObjectID? {
    let builder = try treeBuilder(from: tree)
    for (name, group) in Dictionary(grouping: edits, by: { $0.components.first ?? [] }) {
      let leaf = group.first { $0.components.count == 1 }
      let below = group.filter { $0.components.count > 1 }
        .map { (components: $0.components.dropFirst(), entry: $0.entry) }
      let old = leaf == nil ? unsafe subtree(name, in: builder.pointer) : nil
      let directory = below.isEmpty ? nil : try write(below, into: old)
      try unsafe set(name, in: builder.pointer, file: leaf?.entry, directory: directory)
    }
    if unsafe git_treebuilder_entrycount(builder.pointer) == 0 { return nil }
    var raw = git_oid()
    try check("git_treebuilder_write", unsafe git_treebuilder_write(&raw, builder.pointer))
    return ObjectID(raw)
  }

  private func treeBuilder(from tree: ObjectID?) throws -> Handle {
    guard let tree else {
      return try unsafe Handle("git_treebuilder_new", free: git_treebuilder_free) {
        unsafe git_treebuilder_new(&$0, pointer, nil)
      }
    }
    let source = try lookUpTree(tree)
    return try unsafe Handle("git_treebuilder_new", free: git_treebuilder_free) {
      unsafe git_treebuilder_new(&$0, pointer, source.pointer)
    }
  }

  private func subtree(_ name: [UInt8], in builder: OpaquePointer) -> ObjectID? {
    guard let entry = unsafe git_treebuilder_get(builder, GitPath(bytes: name).cString),
      unsafe git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE
    else { return nil }
    return unsafe ObjectID(git_tree_entry_id(entry).pointee)
  }

  private func set(
    _ name: [UInt8], in builder: OpaquePointer, file: TreeEntry?, directory: ObjectID?
  ) throws {
    let name = GitPath(bytes: name).cString
    guard var raw = (directory ?? file?.id)?.raw else {
      if unsafe git_treebuilder_get(builder, name) == nil { return }
      try check("git_treebuilder_remove", unsafe git_treebuilder_remove(builder, name))
      return
    }
    let mode = directory == nil ? file?.mode.rawValue ?? 0 : GIT_FILEMODE_TREE.rawValue
    let code = unsafe git_treebuilder_insert(nil, builder, name, &raw, git_filemode_t(mode))
    try check("git_treebuilder_insert", code)
  }
}
