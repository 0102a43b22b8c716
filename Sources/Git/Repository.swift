import CLibgit2
import Glibc

/// An open repository. It belongs to one thread at a time; work in parallel opens one each. Trees, commits and
/// indexes live and die inside its methods and leave as values.
@safe package struct Repository: ~Copyable {
  let pointer: OpaquePointer

  /// Opens exactly `path` (a git directory, a worktree's administration directory, or a work tree) without
  /// looking in the directories above it.
  package init(at path: String) throws { unsafe pointer = try unsafe Self.open(path) }

  /// Opens a worktree through the administration directory that we recorded when we made it. The `.git` pointer
  /// in the work tree, `gitdir` in the administration directory and `core.worktree` are whatever an agent
  /// left there, and are not followed: the files are those at `workTree`.
  package init(administration: String, workTree: String) throws {
    var status = stat()
    guard unsafe lstat(workTree, &status) == 0 else { throw SystemError("open work tree", workTree) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw SystemError("open work tree", workTree, errno: ENOTDIR)
    }
    let opened = try unsafe Self.open(administration)
    do {
      try check("git_repository_set_workdir", unsafe git_repository_set_workdir(opened, workTree, 0))
    } catch {
      unsafe git_repository_free(opened)
      throw error
    }
    unsafe pointer = unsafe opened
  }

  private static func open(_ path: String) throws -> OpaquePointer {
    try Libgit2.start()
    var opened: OpaquePointer?
    try check("git_repository_open", unsafe git_repository_open(&opened, path))
    guard let opened = unsafe opened else {
      throw GitError(
        operation: "git_repository_open", code: GIT_ERROR.rawValue, message: "nothing was opened")
    }
    return unsafe opened
  }

  deinit { unsafe git_repository_free(pointer) }

  /// The directory that holds this work tree's HEAD and index; ends in `/`.
  package var gitDirectory: String { unsafe String(cString: git_repository_path(pointer)) }

  /// The directory that all work trees share; ends in `/`.
  package var commonDirectory: String { unsafe String(cString: git_repository_commondir(pointer)) }

  /// The root of the work tree, ending in `/`; nil in a bare repository.
  package var workTree: String? {
    unsafe git_repository_workdir(pointer).map { unsafe String(cString: $0) }
  }
}
