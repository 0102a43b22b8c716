import CLibgit2
import Glibc

extension Repository {
  /// Where git looks for hooks of this work tree, absolute and with links resolved as far as it exists: what
  /// `git rev-parse --git-path hooks` says.
  package func hooksDirectory() throws -> String {
    let place = try Configuration(of: self).path("core.hookspath") ?? commonDirectory + "hooks"
    // Git takes a relative one from where hooks run.
    let path = place.hasPrefix("/") ? place : (workTree ?? commonDirectory) + place
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// The tree that a commit of the index file would have.
  package func tree(ofIndex file: String) throws -> ObjectID {
    let handle = try unsafe Handle("git_index_open", free: git_index_free) {
      unsafe git_index_open(&$0, file)
    }
    return try Index(handle).writeTree(to: self)
  }

  /// The commits that `tips` have and `known` have not, newest first, until `visit` says false.
  package func walk(
    from tips: [ObjectID], without known: [ObjectID], _ visit: (CommitValue) throws -> Bool
  ) throws {
    let walk = try unsafe Handle("git_revwalk_new", free: git_revwalk_free) {
      unsafe git_revwalk_new(&$0, pointer)
    }
    for tip in tips {
      var raw = tip.raw
      try check("git_revwalk_push", unsafe git_revwalk_push(walk.pointer, &raw))
    }
    for commit in known {
      var raw = commit.raw
      try check("git_revwalk_hide", unsafe git_revwalk_hide(walk.pointer, &raw))
    }
    var next = git_oid()
    while case let code = unsafe git_revwalk_next(&next, walk.pointer), code != GIT_ITEROVER.rawValue {
      try check("git_revwalk_next", code)
      if try !visit(commit(ObjectID(next))) { return }
    }
  }
}
