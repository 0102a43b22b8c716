import CLibgit2

/// Git configuration, read through libgit2.
@safe struct Configuration: ~Copyable {
  private let handle: Handle

  /// One file alone; a missing one is empty.
  init(file: String) throws {
    handle = try unsafe Handle("git_config_open_ondisk", free: git_config_free) {
      unsafe git_config_open_ondisk(&$0, file)
    }
  }

  /// All that applies to a repository: system, global and its own.
  init(of repository: borrowing Repository) throws {
    let owner = unsafe repository.pointer
    handle = try unsafe Handle("git_repository_config_snapshot", free: git_config_free) {
      unsafe git_repository_config_snapshot(&$0, owner)
    }
  }

  func flag(_ key: String) throws -> Bool {
    var value: Int32 = 0
    let code = unsafe git_config_get_bool(&value, handle.pointer, key)
    // A value that is no truth value counts as unset here; git itself says so when it meets it.
    return code == 0 && value != 0
  }

  func number(_ key: String) throws -> Int64? {
    var value: Int64 = 0
    return unsafe git_config_get_int64(&value, handle.pointer, key) == 0 ? value : nil
  }

  /// A path, `~` expanded; nil when it is not set.
  func path(_ key: String) throws -> String? {
    var buffer = unsafe git_buf()
    let code = unsafe git_config_get_path(&buffer, handle.pointer, key)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try check("git_config_get_path", code)
    defer { unsafe git_buf_dispose(&buffer) }
    return unsafe String(cString: buffer.ptr)
  }

  /// Every entry whose name matches a regular expression; names come in lower case but for the middle part.
  func entries(matching expression: String) throws -> [(name: String, value: String)] {
    let iterator = try unsafe Handle("git_config_iterator_glob_new", free: git_config_iterator_free) {
      unsafe git_config_iterator_glob_new(&$0, handle.pointer, expression)
    }
    var entries: [(name: String, value: String)] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while case let code = unsafe git_config_next(&entry, iterator.pointer), code != GIT_ITEROVER.rawValue {
      try check("git_config_next", code)
      guard let found = unsafe entry?.pointee else { continue }
      let value = unsafe found.value.map { unsafe String(cString: $0) } ?? "true"
      entries.append((name: unsafe String(cString: found.name), value: value))
    }
    return entries
  }
}
