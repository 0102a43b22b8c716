import CLibgit2
import Glibc

extension Repository {
  /// The object that a ref points at, through symbolic refs; nil when it does not exist.
  package func target(of ref: RefName) throws -> ObjectID? { try target(ofName: ref.name) }

  func target(ofName name: String) throws -> ObjectID? {
    var raw = git_oid()
    let code = unsafe git_reference_name_to_id(&raw, pointer, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try check("git_reference_name_to_id", code)
    return ObjectID(raw)
  }

  /// The refs whose names begin with `prefix` (`refs/heads/`), by name, with their targets through symbolic
  /// refs. Dangling ones, and names that are not UTF-8, are left out.
  package func references(under prefix: String) throws -> [(ref: RefName, target: ObjectID)] {
    let iterator = try unsafe Handle("git_reference_iterator_new", free: git_reference_iterator_free) {
      unsafe git_reference_iterator_new(&$0, pointer)
    }
    var names: [RefName] = []
    var name: UnsafePointer<CChar>?
    while case let code = unsafe git_reference_next_name(&name, iterator.pointer),
      code != GIT_ITEROVER.rawValue
    {
      try check("git_reference_next_name", code)
      guard let text = unsafe name.flatMap({ unsafe String(validatingCString: $0) }), text.hasPrefix(prefix),
        let ref = RefName(text)
      else { continue }
      names.append(ref)
    }
    return try names.sorted().compactMap { ref in try target(of: ref).map { (ref, $0) } }
  }

  /// Creates a ref that must not exist yet. See `update`.
  package func create(_ ref: RefName, at id: ObjectID, message: String) throws {
    try update(ref, to: id, expecting: nil, message: message)
  }

  /// Compare-and-swap: moves `ref` to `id` only if it stands at `expected` (nil: only if it does not exist).
  /// A symbolic ref is followed, as `git update-ref` does. `message` goes into the reflog.
  ///
  /// Waits up to five seconds for somebody else's lock, blocking its thread.
  /// Throws `RefMoved`, `RefLocked` or `RefClash` by what was in the way.
  package func update(
    _ ref: RefName, to id: ObjectID, expecting expected: ObjectID?, message: String
  ) throws {
    let final = try finalName(of: ref)
    try translating(final, expected) {
      var raw = id.raw
      var written: OpaquePointer?
      defer { unsafe git_reference_free(written) }
      guard var old = expected?.raw else {
        let code = unsafe git_reference_create_matching(&written, pointer, final.name, &raw, 0, nil, message)
        try check("git_reference_create_matching", code)
        return
      }
      let code = unsafe git_reference_create_matching(&written, pointer, final.name, &raw, 1, &old, message)
      try check("git_reference_create_matching", code)
    }
  }

  /// Deletes `ref` only if it stands at `expected`. False when it was gone already.
  /// Throws `RefMoved` or `RefLocked`.
  @discardableResult
  package func delete(_ ref: RefName, expecting expected: ObjectID) throws -> Bool {
    try translating(ref, expected) {
      var found: OpaquePointer?
      let code = unsafe git_reference_lookup(&found, pointer, ref.name)
      if code == GIT_ENOTFOUND.rawValue { return false }
      try check("git_reference_lookup", code)
      defer { unsafe git_reference_free(found) }
      guard let target = unsafe git_reference_target(found), unsafe ObjectID(target.pointee) == expected
      else {
        throw RefMoved(ref: ref, expected: expected, actual: try self.target(of: ref))
      }
      // libgit2 compares once more under the ref's lock.
      try check("git_reference_delete", unsafe git_reference_delete(found))
      return true
    }
  }

  /// The ref that a write to `ref` would change: itself, or what it points at as a symbolic ref.
  private func finalName(of ref: RefName) throws -> RefName {
    var found: OpaquePointer?
    let code = unsafe git_reference_lookup(&found, pointer, ref.name)
    if code == GIT_ENOTFOUND.rawValue { return ref }
    try check("git_reference_lookup", code)
    defer { unsafe git_reference_free(found) }
    guard let symbolic = unsafe git_reference_symbolic_target(found),
      let next = unsafe RefName(String(cString: symbolic)), next != ref
    else { return ref }
    return next
  }

  /// Runs a ref write with retries, and says by type why it could not be done.
  private func translating<Result>(
    _ ref: RefName, _ expected: ObjectID?, _ write: () throws -> Result
  ) throws -> Result {
    do {
      return try Backoff.retryingLocked(write)
    } catch let error as GitError {
      if error.isLocked { throw RefLocked(ref: ref, lockFile: lockFile(of: ref)) }
      if let clash = try clash(with: ref) { throw RefClash(ref: ref, existing: clash) }
      guard error.isModified || error.exists || error.isNotFound else { throw error }
      let actual = try target(of: ref)
      // An object that does not exist is "not found" too; then the ref is where it was.
      if actual == expected { throw error }
      throw RefMoved(ref: ref, expected: expected, actual: actual)
    }
  }

  private func lockFile(of ref: RefName) -> String {
    let loose = commonDirectory + ref.name + ".lock"
    let packed = commonDirectory + "packed-refs.lock"
    return unsafe access(loose, F_OK) != 0 && access(packed, F_OK) == 0 ? packed : loose
  }

  private func clash(with ref: RefName) throws -> RefName? {
    if let below = try references(under: ref.name + "/").first { return below.ref }
    return try GitPath(ref.name).ancestors
      .compactMap { RefName(String(decoding: $0.bytes, as: UTF8.self)) }
      .first { try target(of: $0) != nil }
  }
}
