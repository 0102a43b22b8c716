import CLibgit2

/// Owns one libgit2 object and frees it when the scope that made it ends.
@safe struct Handle: ~Copyable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  /// `make` is the libgit2 call that fills the out-parameter.
  init(
    _ operation: String, free: @escaping (OpaquePointer?) -> Void,
    _ make: (inout OpaquePointer?) -> Int32
  ) throws {
    var made: OpaquePointer?
    try check(operation, unsafe make(&made))
    guard let pointer = unsafe made else {
      throw GitError(operation: operation, code: GIT_ERROR.rawValue, message: "nothing was made")
    }
    unsafe self.pointer = unsafe pointer
    unsafe self.free = unsafe free
  }

  deinit { unsafe free(pointer) }
}

/// libgit2 as a process-wide library: started once, on first use, and never shut down.
enum Libgit2 {
  /// Starts libgit2 with what every repository of ours needs, or throws what went wrong the first time.
  static func start() throws(GitError) { try started.get() }

  private static let started: Result<Void, GitError> = Result { () throws(GitError) in
    try check("git_libgit2_init", git_libgit2_init())
    // Off, a commit is zero fsyncs, and the journal would announce objects that a power cut takes back.
    try check("git_libgit2_opts", orchestrate_git_enable_fsync(1))
    // The extension forbids deleting objects, and nothing of ours ever does.
    try check("git_libgit2_opts", unsafe orchestrate_git_honour_extension("preciousobjects"))
  }
}
