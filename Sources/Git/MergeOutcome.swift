/// What merging two commits in memory gave.
package enum MergeOutcome: Hashable, Sendable {
  /// The tree of the merge. No ref points at it.
  case clean(ObjectID)
  case conflict(MergeConflict)
}

/// A merge that a person or an agent has to finish.
package struct MergeConflict: Hashable, Sendable {
  /// A piece of a file with conflict markers, for reading: cut to `limit`, bytes that are no UTF-8 replaced.
  package struct Hunks: Hashable, Sendable {
    /// Bytes of one file. An agent's prompt carries several of them.
    package static let limit = 16 << 10

    package let path: GitPath
    package let text: String
  }

  /// The paths in conflict, sorted.
  package let paths: [GitPath]
  /// Our side's version at those paths, everything else merged: where the other side's work can be taken up
  /// again.
  package let carried: ObjectID
  /// For the paths that both sides have as text.
  package let hunks: [Hunks]
}
