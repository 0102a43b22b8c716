import CLibgit2

/// The kind of thing at a path, as a tree records it.
package enum FileMode: UInt32, Hashable, Sendable {
  case regular = 0o100644
  case executable = 0o100755
  case symlink = 0o120000
  /// A submodule's commit.
  case gitlink = 0o160000

  /// Nil for a directory and for no entry. Old trees carry other permission bits; git reads them so too.
  init?(raw: UInt32) {
    switch raw & 0o170000 {
    case 0o100000: self = raw & 0o100 == 0 ? .regular : .executable
    case 0o120000: self = .symlink
    case 0o160000: self = .gitlink
    default: return nil
    }
  }
}

/// What a tree has at a path.
package struct TreeEntry: Hashable, Sendable {
  package let id: ObjectID
  package let mode: FileMode

  init(id: ObjectID, mode: FileMode) {
    self.id = id
    self.mode = mode
  }

  init?(_ raw: git_diff_file) {
    guard let mode = unsafe FileMode(raw: UInt32(raw.mode)), unsafe raw.id.isSet else { return nil }
    self.init(id: unsafe ObjectID(raw.id), mode: mode)
  }
}

extension git_oid {
  fileprivate var isSet: Bool {
    var copy = self
    return unsafe git_oid_is_zero(&copy) == 0
  }
}

/// How one path differs between two trees. A rename is a deletion and an addition.
package struct PathChange: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case added, modified, deleted
    /// A file became a symbolic link, or the other way round.
    case typechange
  }

  package let path: GitPath
  package let kind: Kind
  /// Nil when the path was added.
  package let old: TreeEntry?
  /// Nil when the path was deleted.
  package let new: TreeEntry?

  package var oldMode: FileMode? { old?.mode }
  package var newMode: FileMode? { new?.mode }

  init?(_ delta: git_diff_delta) {
    switch unsafe delta.status {
    case GIT_DELTA_ADDED: kind = .added
    case GIT_DELTA_DELETED: kind = .deleted
    case GIT_DELTA_MODIFIED: kind = .modified
    case GIT_DELTA_TYPECHANGE: kind = .typechange
    default: return nil
    }
    guard let name = unsafe delta.new_file.path ?? delta.old_file.path else { return nil }
    path = unsafe GitPath(cString: name)
    old = unsafe kind == .added ? nil : TreeEntry(delta.old_file)
    new = unsafe kind == .deleted ? nil : TreeEntry(delta.new_file)
  }
}

/// The size of a difference, as `git diff --shortstat` counts it.
package struct DiffStat: Hashable, Sendable {
  package let files: Int
  package let insertions: Int
  package let deletions: Int
}
