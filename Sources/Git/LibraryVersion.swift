import CLibgit2

/// The libgit2 that we run with.
package enum LibraryVersion {
  /// As in `1.5.1`.
  package static var current: String {
    var (major, minor, revision): (Int32, Int32, Int32) = (0, 0, 0)
    _ = unsafe git_libgit2_version(&major, &minor, &revision)
    return "\(major).\(minor).\(revision)"
  }
}
