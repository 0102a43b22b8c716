/// A checkout into somebody's work tree would have overwritten what is there. Nothing was changed.
package struct CheckoutRefused: Error, Hashable, Sendable, CustomStringConvertible {
  /// The paths in the way: changed, or untracked where a file would come.
  package let paths: [GitPath]

  package var description: String {
    "a checkout would overwrite " + paths.map(\.display).joined(separator: ", ")
  }
}

/// Somebody holds the index of a work tree: a git command is running there, or was killed.
package struct IndexLocked: Error, Hashable, Sendable, CustomStringConvertible {
  package let lockFile: String

  package var description: String { "the index is locked by \(lockFile)" }
}
