/// A linked worktree of ours.
package struct WorktreeLocation: Hashable, Sendable, Codable {
  /// The name of its administration directory.
  package let name: String
  /// The root of its files.
  package let path: String
  /// `worktrees/<name>` in the common directory. Record it: it is the one way in that an agent cannot forge.
  package let adminDirectory: String

  package init(name: String, path: String, adminDirectory: String) {
    self.name = name
    self.path = path
    self.adminDirectory = adminDirectory
  }
}

/// A worktree to be made.
package struct WorktreeRequest: Hashable, Sendable {
  package var name: String
  /// Absolute; must not exist, the directories above it are made.
  package var path: String
  /// The commit at which its HEAD is detached.
  package var base: ObjectID
  /// Why nobody but us should prune it; shown by `git worktree list`.
  package var lockReason: String

  package init(name: String, path: String, base: ObjectID, lockReason: String) {
    self.name = name
    self.path = path
    self.base = base
    self.lockReason = lockReason
  }
}

/// Why a worktree could not be made or removed.
package enum WorktreeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not of the form `[a-z0-9][a-z0-9-]{0,120}`. libgit2 would take `../../evil`.
  case invalidName(String)
  case relativePath(String)
  case nameTaken(String)
  case pathTaken(String)
  /// The path holds the repository itself.
  case holdsRepository(String)

  package var description: String {
    switch self {
    case .invalidName(let name): "'\(GitPath(name).display)' cannot be a worktree's name"
    case .relativePath(let path): "a worktree's path must be absolute: \(path)"
    case .nameTaken(let name): "a worktree named '\(name)' exists already"
    case .pathTaken(let path): "\(path) exists already"
    case .holdsRepository(let path): "\(path) holds the repository itself and is not removed"
    }
  }
}
