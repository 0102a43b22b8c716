import CLibgit2

extension Repository {
  /// The tree of a commit, tag or tree.
  package func tree(of id: ObjectID) throws -> ObjectID {
    let tree = try lookUpTree(id)
    return unsafe ObjectID(git_tree_id(tree.pointer).pointee)
  }

  /// What stands at a path in a tree (or a commit's tree); nil for a directory and for nothing.
  package func entry(at path: GitPath, in tree: ObjectID) throws -> TreeEntry? {
    guard let (id, mode) = try rawEntry(at: path, in: tree) else { return nil }
    return FileMode(raw: mode).map { TreeEntry(id: id, mode: $0) }
  }

  /// Whether a path is a directory in a tree.
  func isDirectory(_ path: GitPath, in tree: ObjectID) throws -> Bool {
    try rawEntry(at: path, in: tree)?.mode == GIT_FILEMODE_TREE.rawValue
  }

  private func rawEntry(at path: GitPath, in tree: ObjectID) throws -> (id: ObjectID, mode: UInt32)? {
    let tree = try lookUpTree(tree)
    var entry: OpaquePointer?
    let code = unsafe git_tree_entry_bypath(&entry, tree.pointer, path.cString)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try check("git_tree_entry_bypath", code)
    defer { unsafe git_tree_entry_free(entry) }
    return unsafe (ObjectID(git_tree_entry_id(entry).pointee), git_tree_entry_filemode(entry).rawValue)
  }

  /// The bytes of a file, or a symbolic link's target; nil when the tree has no file there.
  package func file(at path: GitPath, in tree: ObjectID) throws -> [UInt8]? {
    guard let entry = try entry(at: path, in: tree), entry.mode != .gitlink else { return nil }
    return try blob(entry.id)
  }

  package func blob(_ id: ObjectID) throws -> [UInt8] {
    var raw = id.raw
    let blob = try unsafe Handle("git_blob_lookup", free: git_blob_free) {
      unsafe git_blob_lookup(&$0, pointer, &raw)
    }
    return unsafe Array(
      UnsafeRawBufferPointer(
        start: git_blob_rawcontent(blob.pointer), count: Int(git_blob_rawsize(blob.pointer))))
  }

  /// Every file, link and submodule of a tree, in git's order.
  package func entries(in tree: ObjectID) throws -> [(path: GitPath, entry: TreeEntry)] {
    var found: [(path: GitPath, entry: TreeEntry)] = []
    var pending: [(prefix: [UInt8], id: ObjectID)] = [([], tree)]
    while let (prefix, id) = pending.popLast() {
      let level = try lookUpTree(id)
      for index in unsafe 0..<git_tree_entrycount(level.pointer) {
        guard let entry = unsafe git_tree_entry_byindex(level.pointer, index),
          let name = unsafe git_tree_entry_name(entry)
        else { continue }
        let path = unsafe GitPath(bytes: prefix + GitPath(cString: name).bytes)
        let id = unsafe ObjectID(git_tree_entry_id(entry).pointee)
        if let mode = unsafe FileMode(raw: git_tree_entry_filemode(entry).rawValue) {
          found.append((path, TreeEntry(id: id, mode: mode)))
        } else {
          pending.append((path.bytes + [UInt8(ascii: "/")], id))
        }
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// The paths of every file, link and submodule of a tree.
  package func paths(in tree: ObjectID) throws -> [GitPath] { try entries(in: tree).map(\.path) }

  /// Looks a tree up by its own id, a commit's or a tag's.
  func lookUpTree(_ id: ObjectID) throws -> Handle {
    var raw = id.raw
    let object = try unsafe Handle("git_object_lookup", free: git_object_free) {
      unsafe git_object_lookup(&$0, pointer, &raw, GIT_OBJECT_ANY)
    }
    return try unsafe Handle("git_object_peel", free: git_object_free) {
      unsafe git_object_peel(&$0, object.pointer, GIT_OBJECT_TREE)
    }
  }
}
