/// A repository that we can work in, and where its parts are.
package struct RepositoryLayout: Hashable, Sendable {
  /// The root of the work tree; like the other directories absolute and without a `/` at the end.
  package let workTree: String
  /// Where HEAD and index are: `.git`, or a linked worktree's administration directory.
  package let gitDirectory: String
  /// What all work trees share.
  package let commonDirectory: String
  package let head: Head
  /// Whether history was cut off (`git clone --depth`). It works, as far as history reaches.
  package let isShallow: Bool

  package var isLinkedWorktree: Bool { gitDirectory != commonDirectory }
}
