import CLibgit2

extension Repository {
  /// How the second tree differs from the first, by path; nil stands for the empty tree. Commits do as well.
  /// Subtrees that are the same are not read.
  package func changes(from old: ObjectID?, to new: ObjectID?) throws -> [PathChange] {
    let diff = try diff(from: old, to: new, flags: GIT_DIFF_SKIP_BINARY_CHECK)
    return unsafe (0..<git_diff_num_deltas(diff.pointer)).compactMap {
      unsafe git_diff_get_delta(diff.pointer, $0).flatMap { unsafe PathChange($0.pointee) }
    }
  }

  /// The difference as `git diff --no-renames` prints it; bytes, since it carries file contents.
  package func patch(from old: ObjectID?, to new: ObjectID?) throws -> [UInt8] {
    let diff = try diff(from: old, to: new, flags: GIT_DIFF_INDENT_HEURISTIC)
    var buffer = unsafe git_buf()
    try check("git_diff_to_buf", unsafe git_diff_to_buf(&buffer, diff.pointer, GIT_DIFF_FORMAT_PATCH))
    defer { unsafe git_buf_dispose(&buffer) }
    return unsafe Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size))
  }

  package func diffStat(from old: ObjectID?, to new: ObjectID?) throws -> DiffStat {
    let diff = try diff(from: old, to: new, flags: GIT_DIFF_INDENT_HEURISTIC)
    let stats = try unsafe Handle("git_diff_get_stats", free: git_diff_stats_free) {
      unsafe git_diff_get_stats(&$0, diff.pointer)
    }
    return unsafe DiffStat(
      files: git_diff_stats_files_changed(stats.pointer),
      insertions: git_diff_stats_insertions(stats.pointer), deletions: git_diff_stats_deletions(stats.pointer)
    )
  }

  private func diff(from old: ObjectID?, to new: ObjectID?, flags: git_diff_option_t) throws -> Handle {
    var options = try unsafe Self.diffOptions([GIT_DIFF_INCLUDE_TYPECHANGE, flags])
    let oldTree = try unsafe old.flatMap { try unsafe ownedTree($0) }
    let newTree = try unsafe new.flatMap { try unsafe ownedTree($0) }
    defer {
      unsafe git_tree_free(oldTree)
      unsafe git_tree_free(newTree)
    }
    return try unsafe Handle("git_diff_tree_to_tree", free: git_diff_free) {
      unsafe git_diff_tree_to_tree(&$0, pointer, oldTree, newTree, &options)
    }
  }

  /// For an optional tree parameter: a pointer that the caller frees.
  private func ownedTree(_ id: ObjectID) throws -> OpaquePointer? {
    let tree = try lookUpTree(id)
    var copy: OpaquePointer?
    try check("git_object_dup", unsafe git_object_dup(&copy, tree.pointer))
    return unsafe copy
  }

  static func diffOptions(_ flags: [git_diff_option_t]) throws -> git_diff_options {
    var options = unsafe git_diff_options()
    let version = UInt32(GIT_DIFF_OPTIONS_VERSION)
    try check("git_diff_options_init", unsafe git_diff_options_init(&options, version))
    unsafe options.flags = flags.reduce(0) { $0 | $1.rawValue }
    return unsafe options
  }
}
