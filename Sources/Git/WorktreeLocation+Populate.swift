import CLibgit2

extension WorktreeLocation {
  /// Fills a brand-new worktree with the files of `tree` (or of a commit). Its index is left at HEAD's tree and
  /// knows the files' states, so files that differ from HEAD show as changes. Opens a repository of its own and
  /// runs beside others. Never for a directory in which anything else has run: a full checkout writes through
  /// planted links.
  package func populate(with tree: ObjectID) throws {
    let repository = try Repository(administration: adminDirectory, workTree: path)
    guard let base = try repository.head().commit else {
      throw GitError(operation: "populate", code: GIT_EUNBORNBRANCH.rawValue, message: "HEAD has no commit")
    }
    guard DirectoryEntries.list(directory: path).allSatisfy({ $0.name == Array(".git".utf8) }) else {
      throw WorktreeError.pathTaken(path)
    }
    let (files, baseTree) = try (repository.tree(of: tree), repository.tree(of: base))
    try repository.checkOut(all: files)
    let index = try Index(of: repository)
    try index.read(try repository.lookUpTree(baseTree))
    try check("git_index_write", unsafe git_index_write(index.pointer))
  }
}

extension Repository {
  fileprivate func checkOut(all tree: ObjectID) throws {
    var options = try unsafe Self.checkoutOptions([GIT_CHECKOUT_FORCE])
    let files = try lookUpTree(tree)
    try check("git_checkout_tree", unsafe git_checkout_tree(pointer, files.pointer, &options))
  }
}
