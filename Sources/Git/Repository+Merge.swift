import CLibgit2

/// How libgit2 is asked to read a merge. git compares lines (histogram) and files (similarity) by measures that
/// libgit2 does not have; where different measures of libgit2 disagree, git's answer is not known.
private struct MergeReading {
  /// Percent; git's default is 50.
  let renameThreshold: UInt32
  let fileFlags: UInt32

  static let usual = MergeReading(renameThreshold: 50, fileFlags: 0)
  static let others = [
    MergeReading(renameThreshold: 35, fileFlags: GIT_MERGE_FILE_DIFF_PATIENCE.rawValue),
    MergeReading(renameThreshold: 65, fileFlags: GIT_MERGE_FILE_DIFF_MINIMAL.rawValue),
  ]
}

extension Repository {
  /// Merges two commits in memory, from the merge base that history gives. Either the tree that `git merge`
  /// would make, or a conflict, though sometimes a conflict where git sees none: where git would guess at a
  /// renamed directory, and where the result hangs on a measure that git and libgit2 do not share.
  package func merge(ours: ObjectID, theirs: ObjectID) throws -> MergeOutcome {
    let bases = try mergeBases(ours, theirs)
    if bases == [theirs] { return .clean(try tree(of: ours)) }
    if bases == [ours] { return .clean(try tree(of: theirs)) }
    let sides = try bases.map { base in
      MergeSides(ours: try changes(from: base, to: ours), theirs: try changes(from: base, to: theirs))
    }
    let displaced = try sides.flatMap { side in
      try side.possibleDirectoryRenames { directory, onOurSide in
        try !isDirectory(directory, in: onOurSide ? ours : theirs)
      }
    }
    if sides.count == 1, displaced.isEmpty, sides[0].areIndependent {
      let edits = sides[0].theirs.map { TreeEdit(path: $0.path, entry: $0.new) }
      return .clean(try writing(edits, into: ours))
    }
    return try fullMerge(ours, theirs, bases: bases, displaced)
  }

  private func fullMerge(
    _ ours: ObjectID, _ theirs: ObjectID, bases: [ObjectID], _ displaced: [GitPath]
  ) throws -> MergeOutcome {
    let index = try merged(ours, theirs, bases, .usual)
    let conflicts = try index.conflicts()
    let hunks = try conflicts.compactMap { try shown($0) }
    for conflict in conflicts { try index.settle(conflict) }
    let tree = try index.writeTree(to: self)
    var doubtful = Set(displaced + conflicts.flatMap(\.paths))
    for reading in conflicts.isEmpty ? MergeReading.others : [] {
      doubtful.formUnion(try differences(of: try merged(ours, theirs, bases, reading), from: tree))
    }
    if doubtful.isEmpty { return .clean(tree) }
    let paths = doubtful.sorted()
    let edits = try paths.map { TreeEdit(path: $0, entry: try entry(at: $0, in: ours)) }
    return .conflict(MergeConflict(paths: paths, carried: try writing(edits, into: tree), hunks: hunks))
  }

  /// One base is merged from as it is; of several libgit2 makes one, as git does.
  private func merged(
    _ ours: ObjectID, _ theirs: ObjectID, _ bases: [ObjectID], _ reading: MergeReading
  ) throws -> Index {
    var options = unsafe git_merge_options()
    let version = UInt32(GIT_MERGE_OPTIONS_VERSION)
    try check("git_merge_options_init", unsafe git_merge_options_init(&options, version))
    unsafe options.flags = GIT_MERGE_FIND_RENAMES.rawValue
    unsafe options.rename_threshold = reading.renameThreshold
    // git's own merge.renameLimit; libgit2's 200 turns larger moves into false conflicts.
    unsafe options.target_limit = 7000
    unsafe options.file_flags = reading.fileFlags
    if let base = bases.first, bases.count == 1 {
      return try unsafe merged(ours, theirs, base: base, &options)
    }
    let left = try lookUpCommit(ours)
    let right = try lookUpCommit(theirs)
    return Index(
      try unsafe Handle("git_merge_commits", free: git_index_free) {
        unsafe git_merge_commits(&$0, pointer, left.pointer, right.pointer, &options)
      })
  }

  private func merged(
    _ ours: ObjectID, _ theirs: ObjectID, base: ObjectID, _ options: inout git_merge_options
  ) throws -> Index {
    let ancestor = try lookUpTree(base)
    let left = try lookUpTree(ours)
    let right = try lookUpTree(theirs)
    return Index(
      try unsafe Handle("git_merge_trees", free: git_index_free) {
        unsafe git_merge_trees(&$0, pointer, ancestor.pointer, left.pointer, right.pointer, &options)
      })
  }

  private func differences(of index: borrowing Index, from tree: ObjectID) throws -> [GitPath] {
    let conflicts = try index.conflicts()
    for conflict in conflicts { try index.settle(conflict) }
    let other = try index.writeTree(to: self)
    return conflicts.flatMap(\.paths) + (try changes(from: tree, to: other).map(\.path))
  }

  private func shown(_ conflict: IndexConflict) throws -> MergeConflict.Hunks? {
    guard let ours = conflict.ours, let theirs = conflict.theirs,
      [ours, theirs].allSatisfy({ $0.entry.mode == .regular || $0.entry.mode == .executable })
    else { return nil }
    let base = try conflict.ancestor.map { try blob($0.entry.id) } ?? []
    let sides = [base, try blob(ours.entry.id), try blob(theirs.entry.id)]
    // git, too, takes a file with a zero byte for binary.
    if sides.contains(where: { $0.contains(0) }) { return nil }
    let merged = try ThreeWayText.merge(base: sides[0], ours: sides[1], theirs: sides[2])
    let text = String(decoding: merged.prefix(MergeConflict.Hunks.limit), as: UTF8.self)
    return MergeConflict.Hunks(path: ours.path, text: text)
  }
}
