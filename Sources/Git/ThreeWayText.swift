import CLibgit2

/// A content merge for showing a conflict.
enum ThreeWayText {
  /// The merged text, with conflict markers named `tip` (ours) and `task` (theirs).
  static func merge(base: [UInt8], ours: [UInt8], theirs: [UInt8]) throws -> [UInt8] {
    var options = unsafe git_merge_file_options()
    let version = UInt32(GIT_MERGE_FILE_OPTIONS_VERSION)
    try check("git_merge_file_options_init", unsafe git_merge_file_options_init(&options, version))
    var result = unsafe git_merge_file_result()
    defer { unsafe git_merge_file_result_free(&result) }
    try unsafe withInputs(base, ours, theirs) { base, ours, theirs in
      var (base, ours, theirs) = unsafe (base, ours, theirs)
      try unsafe "tip".withCString { tip in
        try unsafe "task".withCString { task in
          unsafe options.our_label = unsafe tip
          unsafe options.their_label = unsafe task
          try check("git_merge_file", unsafe git_merge_file(&result, &base, &ours, &theirs, &options))
        }
      }
    }
    return unsafe Array(UnsafeRawBufferPointer(start: result.ptr, count: result.len))
  }

  private static func withInputs(
    _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8],
    _ body: (git_merge_file_input, git_merge_file_input, git_merge_file_input) throws -> Void
  ) throws {
    try unsafe base.withUnsafeBytes { base in
      try unsafe ours.withUnsafeBytes { ours in
        try unsafe theirs.withUnsafeBytes { theirs in
          try unsafe body(input(base), input(ours), input(theirs))
        }
      }
    }
  }

  private static func input(_ bytes: UnsafeRawBufferPointer) throws -> git_merge_file_input {
    var input = unsafe git_merge_file_input()
    let version = UInt32(GIT_MERGE_FILE_INPUT_VERSION)
    try check("git_merge_file_input_init", unsafe git_merge_file_input_init(&input, version))
    unsafe input.ptr = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    unsafe input.size = bytes.count
    return unsafe input
  }
}
