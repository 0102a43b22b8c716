import Configuration
import FoundationEssentials
import Glibc
import Orchestration
import SystemPackage

/// The directory below which all worktrees of a repository are made.
struct WorktreeRoot {
  private let path: FilePath

  init(_ workspace: Workspace, _ config: OrchestratorConfig) { path = workspace.worktreeRoot(config) }

  /// Makes it, and refuses a place where nothing can be made; before a run exists.
  func prepare() throws {
    try? FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
    guard unsafe access(path.string, W_OK | X_OK) == 0 else {
      throw Failure(
        "worktrees cannot be made in \(path)",
        hint: "set 'worktree_root' in .orchestrator.yaml to a directory that you can write to",
        code: .environment,
        causes: ["\(Errno(rawValue: errno))"])
    }
  }
}
