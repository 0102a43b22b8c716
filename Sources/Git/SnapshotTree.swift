/// What a snapshot of a work tree found.
package struct SnapshotTree: Hashable, Sendable {
  /// The files as a tree object. No ref points at it yet.
  package let tree: ObjectID
  /// How it differs from the base.
  package let changes: [PathChange]
  /// Repositories inside the work tree; left out, with all their files.
  package let nested: [GitPath]
  /// What git cannot store (FIFOs, sockets, devices, names such as `.GIT`) or we cannot read. A tracked file
  /// that cannot be read keeps its base version; everything else is left out.
  package let unreadable: [GitPath]
}
