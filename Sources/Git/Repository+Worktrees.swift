import CLibgit2
import Glibc

extension Repository {
  /// Makes a worktree's administration and its directory, empty but for the `.git` pointer, with HEAD detached at
  /// the base and a lock against `git worktree prune`. One at a time per repository: two of libgit2's collide.
  /// Takes everything back when any step fails.
  package func addWorktree(_ request: WorktreeRequest) throws -> WorktreeLocation {
    let location = try location(for: request)
    let made = try makeParents(of: location.path)
    let hadWorktrees = exists(commonDirectory + "worktrees")
    do {
      try register(request, location)
      return location
    } catch {
      try? removeTemporaryBranch(location.name)
      try? TreeRemoval.remove(location.path)
      try? TreeRemoval.remove(location.adminDirectory)
      if !hadWorktrees { unsafe rmdir(commonDirectory + "worktrees") }
      for directory in made.reversed() { unsafe rmdir(directory) }
      throw error
    }
  }

  /// Takes a worktree away: its files, whatever has been done to them, and its administration. What is gone
  /// already is fine, so that it can be repeated.
  package func removeWorktree(name: String, path: String) throws {
    guard isWorktreeName(name) else { throw WorktreeError.invalidName(name) }
    guard path.hasPrefix("/") else { throw WorktreeError.relativePath(path) }
    let prefix = path.hasSuffix("/") ? path : path + "/"
    for place in [commonDirectory, gitDirectory, workTree ?? commonDirectory] where place.hasPrefix(prefix) {
      throw WorktreeError.holdsRepository(path)
    }
    try TreeRemoval.remove(path)
    try TreeRemoval.remove(adminDirectory(name))
    try removeTemporaryBranch(name)
    // As git does; it fails while others are there.
    unsafe rmdir(commonDirectory + "worktrees")
  }

  /// The linked worktrees that are registered, whether or not their files are there.
  package func worktrees() throws -> [WorktreeLocation] {
    try DirectoryEntries.list(directory: commonDirectory + "worktrees").compactMap { name, _ in
      guard let name = String(validating: name, as: UTF8.self),
        let pointerFile = try SmallFile.read(adminDirectory(name) + "/gitdir"), pointerFile.hasSuffix("/.git")
      else { return nil }
      return WorktreeLocation(
        name: name, path: String(pointerFile.dropLast("/.git".count)), adminDirectory: adminDirectory(name))
    }.sorted { $0.name < $1.name }
  }

  /// The work trees, main and linked, that have `branch` checked out or are in the middle of rebasing it.
  package func branchCheckouts(of branch: RefName) throws -> [String] {
    var places = try worktrees().map { (path: $0.path, admin: $0.adminDirectory) }
    let main = String(commonDirectory.dropLast())
    if main.hasSuffix("/.git") { places.insert((String(main.dropLast("/.git".count)), main), at: 0) }
    return try places.filter { place in
      let heads = ["HEAD", "rebase-merge/head-name", "rebase-apply/head-name"]
      return try exists(place.path)
        && heads.contains { file in
          let text = try SmallFile.read("\(place.admin)/\(file)")
          return text == branch.name || text == "ref: \(branch.name)"
        }
    }.map(\.path)
  }

  private func location(for request: WorktreeRequest) throws -> WorktreeLocation {
    guard isWorktreeName(request.name) else { throw WorktreeError.invalidName(request.name) }
    guard request.path.hasPrefix("/") else { throw WorktreeError.relativePath(request.path) }
    let admin = adminDirectory(request.name)
    if exists(admin) { throw WorktreeError.nameTaken(request.name) }
    if exists(request.path) { throw WorktreeError.pathTaken(request.path) }
    return WorktreeLocation(name: request.name, path: request.path, adminDirectory: admin)
  }

  /// libgit2 can add a worktree only on a branch: one is lent for a moment.
  private func register(_ request: WorktreeRequest, _ location: WorktreeLocation) throws {
    var base = request.base.raw
    let branch = try unsafe Handle("git_reference_create", free: git_reference_free) {
      let name = temporaryBranch(request.name)
      return unsafe git_reference_create(&$0, pointer, name, &base, 1, "worktree: lend a branch")
    }
    var options = unsafe git_worktree_add_options()
    let version = UInt32(GIT_WORKTREE_ADD_OPTIONS_VERSION)
    try check("git_worktree_add_options_init", unsafe git_worktree_add_options_init(&options, version))
    unsafe options.ref = unsafe branch.pointer
    unsafe options.checkout_options.checkout_strategy = GIT_CHECKOUT_NONE.rawValue
    let worktree = try unsafe Handle("git_worktree_add", free: git_worktree_free) {
      unsafe git_worktree_add(&$0, pointer, request.name, request.path, &options)
    }
    try check("git_worktree_lock", unsafe git_worktree_lock(worktree.pointer, request.lockReason))
    try Repository(at: location.adminDirectory).detachHead()
    try removeTemporaryBranch(request.name)
  }

  private func temporaryBranch(_ name: String) -> String { "refs/heads/orchestrate/worktree/\(name)" }

  private func removeTemporaryBranch(_ name: String) throws {
    guard let branch = RefName(temporaryBranch(name)), let tip = try target(of: branch) else { return }
    try delete(branch, expecting: tip)
  }

  private func adminDirectory(_ name: String) -> String { "\(commonDirectory)worktrees/\(name)" }

  /// Makes the directories above a path; answers with those that were missing, outermost first.
  private func makeParents(of path: String) throws -> [String] {
    let missing = GitPath(path).ancestors.map { String(decoding: $0.bytes, as: UTF8.self) }
      .prefix { !exists($0) }.reversed()
    for directory in missing where unsafe mkdir(directory, 0o777) != 0 && errno != EEXIST {
      throw SystemError("create", directory)
    }
    return Array(missing)
  }

  private func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
  }
}

private func isWorktreeName(_ name: String) -> Bool {
  let bytes = Array(name.utf8)
  let allowed = bytes.allSatisfy { byte in
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }
  return allowed && (1...121).contains(bytes.count) && bytes.first != UInt8(ascii: "-")
}
