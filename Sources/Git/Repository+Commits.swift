import CLibgit2

extension Repository {
  /// The commit that a revision (`main`, `HEAD~2`, an id, an unambiguous abbreviation) names; nil when nothing
  /// has that name.
  package func resolve(revision: String) throws -> ObjectID? {
    var found: OpaquePointer?
    let code = unsafe git_revparse_single(&found, pointer, revision)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try check("git_revparse_single", code)
    defer { unsafe git_object_free(found) }
    let commit = try unsafe Handle("git_object_peel", free: git_object_free) {
      unsafe git_object_peel(&$0, found, GIT_OBJECT_COMMIT)
    }
    return unsafe ObjectID(git_object_id(commit.pointer).pointee)
  }

  /// Reads a commit. Bytes of its message that are not UTF-8 are replaced.
  package func commit(_ id: ObjectID) throws -> CommitValue {
    let commit = try lookUpCommit(id)
    let parents = unsafe (0..<git_commit_parentcount(commit.pointer)).map {
      unsafe ObjectID(git_commit_parent_id(commit.pointer, $0).pointee)
    }
    return unsafe CommitValue(
      id: id, tree: ObjectID(git_commit_tree_id(commit.pointer).pointee), parents: parents,
      message: git_commit_message(commit.pointer).map { unsafe String(cString: $0) } ?? "",
      author: Signature(git_commit_author(commit.pointer).pointee),
      committer: Signature(git_commit_committer(commit.pointer).pointee))
  }

  /// Writes a commit object and moves no ref: until one points at it, `git gc` may take it.
  package func createCommit(_ draft: CommitDraft) throws -> ObjectID {
    let tree = try lookUpTree(draft.tree)
    var raw = git_oid()
    try unsafe draft.author.withRaw { author in
      try unsafe draft.committer.withRaw { committer in
        try unsafe withCommits(draft.parents) { parents in
          let code = unsafe git_commit_create(
            &raw, pointer, nil, author, committer, nil, draft.message, tree.pointer, parents.count, &parents)
          try check("git_commit_create", code)
        }
      }
    }
    return ObjectID(raw)
  }

  /// Whether `ancestor` is `descendant` or one of the commits that it is built on.
  package func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws -> Bool {
    if ancestor == descendant { return true }
    if let shallow = try shallowHistory {
      return try shallow.ancestors(of: descendant, in: self).contains(ancestor)
    }
    var (old, new) = (ancestor.raw, descendant.raw)
    return try check("git_graph_descendant_of", unsafe git_graph_descendant_of(pointer, &new, &old)) == 1
  }

  /// A best common ancestor; nil for unrelated histories.
  package func mergeBase(_ left: ObjectID, _ right: ObjectID) throws -> ObjectID? {
    try mergeBases(left, right).first
  }

  /// Every best common ancestor: more than one after a criss-cross merge.
  func mergeBases(_ left: ObjectID, _ right: ObjectID) throws -> [ObjectID] {
    if let shallow = try shallowHistory { return try shallow.mergeBases(left, right, in: self) }
    var (one, two) = (left.raw, right.raw)
    var found = unsafe git_oidarray()
    let code = unsafe git_merge_bases(&found, pointer, &one, &two)
    if code == GIT_ENOTFOUND.rawValue { return [] }
    try check("git_merge_bases", code)
    defer { unsafe git_oidarray_dispose(&found) }
    return unsafe (0..<found.count).map { unsafe ObjectID(found.ids[$0]) }
  }

  /// How many commits each of two commits has that the other has not.
  package func aheadBehind(_ local: ObjectID, _ upstream: ObjectID) throws -> (ahead: Int, behind: Int) {
    if let shallow = try shallowHistory {
      let mine = try shallow.ancestors(of: local, in: self)
      let theirs = try shallow.ancestors(of: upstream, in: self)
      return (mine.subtracting(theirs).count, theirs.subtracting(mine).count)
    }
    var (one, two) = (local.raw, upstream.raw)
    var (ahead, behind) = (0, 0)
    try check("git_graph_ahead_behind", unsafe git_graph_ahead_behind(&ahead, &behind, pointer, &one, &two))
    return (ahead, behind)
  }

  /// `start` and its first parents, newest first: what a branch's tip was, landing by landing.
  package func firstParentHistory(from start: ObjectID, limit: Int) throws -> [CommitValue] {
    let shallow = try shallowHistory
    var history: [CommitValue] = []
    var next: ObjectID? = start
    while let id = next, history.count < limit {
      let value = try commit(id)
      history.append(value)
      next = try shallow?.parents(of: id, in: self).first ?? (shallow == nil ? value.parents.first : nil)
    }
    return history
  }

  func lookUpCommit(_ id: ObjectID) throws -> Handle {
    var raw = id.raw
    return try unsafe Handle("git_commit_lookup", free: git_commit_free) {
      unsafe git_commit_lookup(&$0, pointer, &raw)
    }
  }

  /// Runs `body` with the commit objects, in order, as the C array that libgit2 wants.
  private func withCommits(
    _ ids: [ObjectID], _ body: (inout [OpaquePointer?]) throws -> Void
  ) throws {
    var commits: [OpaquePointer?] = unsafe []
    defer { unsafe commits.forEach { unsafe git_commit_free($0) } }
    for id in ids {
      var raw = id.raw
      var commit: OpaquePointer?
      try check("git_commit_lookup", unsafe git_commit_lookup(&commit, pointer, &raw))
      unsafe commits.append(commit)
    }
    try unsafe body(&commits)
  }
}
