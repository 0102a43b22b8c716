import FoundationEssentials
import Git
import Glibc
import Journal
import Orchestration
import Sandboxes
import SystemPackage

/// Carries out what a plan found.
struct Cleaner {
  private let workspace: Workspace
  private let administration: GitAdministration

  init(_ workspace: Workspace) throws {
    self.workspace = workspace
    administration = try GitAdministration(workspace.layout.commonDirectory)
  }

  /// - Parameter warn: is given one line for each thing that did not work and stops nothing.
  func perform(_ step: CleanStep, warn: (String) -> Void) async throws {
    switch step {
    case .rescue(let ref, let commit):
      try await administration.perform { try $0.anchor(ref, at: commit) }
    case .rescueFiles(let worktree, let run, let task):
      guard let commit = try worktree.commitFiles(), let ref = RefName.rescue(run, task, commit) else {
        return
      }
      try await administration.perform { try $0.anchor(ref, at: commit) }
    case .runBeforeRemove(let run, let places):
      let commands = LastCommands(workspace: workspace, run: run)
      try await cancelledBySignals { try await commands.run(in: places) }.forEach(warn)
    case .removeWorktree(let name, let path):
      try await administration.perform { try $0.removeWorktree(name: name, path: path) }
    case .deleteRef(let ref, let commit):
      _ = try await administration.perform { try $0.delete(ref, expecting: commit) }
    case .removeDirectory(let path): try TreeRemoval.remove(path.string)
    case .removeContainer(let engine, let name): try await engine.remove([name])
    case .removeIfEmpty(let path):
      // The root of all worktrees, too, when this was the last run.
      if unsafe rmdir(path.string) == 0 { unsafe rmdir(path.removingLastComponent().string) }
    }
  }
}

extension Repository {
  fileprivate func anchor(_ ref: RefName, at commit: ObjectID) throws {
    if try target(of: ref) == nil { try create(ref, at: commit, message: "kept by clean") }
  }
}

extension WorktreeLocation {
  /// Commits the files as they are on top of HEAD; nil when there is no HEAD.
  fileprivate func commitFiles() throws -> ObjectID? {
    let repository = try Repository(administration: adminDirectory, workTree: path)
    guard let head = try repository.head().commit else { return nil }
    let files = try repository.snapshot(base: head)
    let person = try repository.signature(seconds: Int64(time(nil)))
    return try repository.createCommit(
      CommitDraft(
        tree: files.tree, parents: [head], author: person, committer: person,
        message: "Files that were in \(name) when it was cleaned away\n"))
  }
}
