import CLibgit2
import Glibc

extension Repository {
  /// The tracked paths that differ from HEAD, in the index or in the work tree. Untracked files are no dirt, since
  /// one in the way of a checkout makes `checkoutSafely` refuse; with `untracked` those that are not ignored count.
  /// Writes nothing, not even the index.
  package func dirtyPaths(untracked: Bool = false) throws -> [GitPath] {
    var options = unsafe git_status_options()
    let version = UInt32(GIT_STATUS_OPTIONS_VERSION)
    try check("git_status_options_init", unsafe git_status_options_init(&options, version))
    unsafe options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
    if untracked {
      unsafe options.flags |=
        GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
    }
    let list = try unsafe Handle("git_status_list_new", free: git_status_list_free) {
      unsafe git_status_list_new(&$0, pointer, &options)
    }
    let paths = unsafe (0..<git_status_list_entrycount(list.pointer)).compactMap { position -> GitPath? in
      guard let entry = unsafe git_status_byindex(list.pointer, position)?.pointee,
        let delta = unsafe (entry.head_to_index ?? entry.index_to_workdir)?.pointee,
        let path = unsafe delta.new_file.path ?? delta.old_file.path
      else { return nil }
      return unsafe GitPath(cString: path)
    }
    return Set(paths).sorted()
  }

  /// Takes a person's work tree, and its index, from one tree to another, and overwrites nothing that is not as
  /// in `baseline`: then it throws `CheckoutRefused` and has changed nothing. Throws `IndexLocked` while a git
  /// command is at work there. Ignored files count as the person's, too.
  package func checkoutSafely(from baseline: ObjectID, to tree: ObjectID) throws {
    let lockFile = gitDirectory + "index.lock"
    let lock = unsafe open(lockFile, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard lock >= 0 else {
      throw errno == EEXIST ? IndexLocked(lockFile: lockFile) : SystemError("create", lockFile) as any Error
    }
    close(lock)
    do {
      // libgit2 takes the lock itself to write the index: it changes hands here.
      defer { unsafe unlink(lockFile) }
      let index = try Index(of: self)
      try check("git_index_read", unsafe git_index_read(index.pointer, 1))
      try checkOut(tree, over: baseline)
    }
    // The repository's one index in memory, which the checkout changed.
    let index = try Index(of: self)
    try Backoff.retryingLocked { _ = try check("git_index_write", unsafe git_index_write(index.pointer)) }
  }

  private func checkOut(_ tree: ObjectID, over baseline: ObjectID) throws {
    let strategy = [
      GIT_CHECKOUT_SAFE, GIT_CHECKOUT_DONT_WRITE_INDEX, GIT_CHECKOUT_DONT_OVERWRITE_IGNORED,
      GIT_CHECKOUT_SKIP_UNMERGED,
    ]
    var options = try unsafe Self.checkoutOptions(strategy)
    let target = try lookUpTree(tree)
    let base = try lookUpTree(baseline)
    unsafe options.baseline = unsafe base.pointer
    let conflicts = ConflictCollector()
    unsafe options.notify_flags = GIT_CHECKOUT_NOTIFY_CONFLICT.rawValue
    unsafe options.notify_payload = unsafe Unmanaged.passUnretained(conflicts).toOpaque()
    unsafe options.notify_cb = { _, path, _, _, _, payload in
      guard let path = unsafe path, let payload = unsafe payload else { return 0 }
      unsafe Unmanaged<ConflictCollector>.fromOpaque(payload).takeUnretainedValue()
        .paths.append(GitPath(cString: path))
      return 0
    }
    let code = unsafe git_checkout_tree(pointer, target.pointer, &options)
    if code == GIT_ECONFLICT.rawValue {
      throw withExtendedLifetime(conflicts) { CheckoutRefused(paths: conflicts.paths.sorted()) }
    }
    try check("git_checkout_tree", code)
  }

  static func checkoutOptions(_ strategy: [git_checkout_strategy_t]) throws -> git_checkout_options {
    var options = unsafe git_checkout_options()
    let version = UInt32(GIT_CHECKOUT_OPTIONS_VERSION)
    try check("git_checkout_options_init", unsafe git_checkout_options_init(&options, version))
    unsafe options.checkout_strategy = strategy.reduce(0) { $0 | $1.rawValue }
    return unsafe options
  }
}

/// Where libgit2's callback leaves the paths that stop a checkout.
private final class ConflictCollector {
  var paths: [GitPath] = []
}
