import Configuration
import FoundationEssentials
import Glibc
import Landing
import Orchestration
import Sandboxes
import SystemPackage

/// What `check` looks at on the machine.
struct HostCheck {
  let workspace: Workspace
  let config: OrchestratorConfig

  static func git(_ environment: [String: String]) async -> Finding {
    guard let version = await Probe.gitVersion(environment) else {
      return .warn("git", "the git program does not run", hint: "agents and people will want it: install git")
    }
    return .ok("git", version)
  }

  /// Really runs something in it.
  var sandbox: Finding {
    get async {
      do {
        let rules = try await SandboxChoice(workspace: workspace, config: config).rules()
        if rules.kind != .none {
          return .ok("sandbox", "\(rules.kind.rawValue), tried with \(rules.program)")
        }
        return .warn("sandbox", "none, which is no boundary: agents can do whatever you can")
      } catch {
        return .fail("sandbox", error)
      }
    }
  }

  private var worktreeRoot: FilePath { workspace.worktreeRoot(config) }

  /// The directory itself, or the nearest one above it that exists.
  private var existingRoot: FilePath {
    var path = worktreeRoot
    while !FileManager.default.fileExists(atPath: path.string), path.removeLastComponent() {}
    return path
  }

  var worktrees: Finding {
    for inside in [workspace.root, workspace.commonDirectory] where worktreeRoot.starts(with: inside) {
      return .fail(
        "worktrees",
        Failure(
          "\(worktreeRoot) lies inside the repository",
          hint: "set worktree_root to a directory outside of it",
          code: .configuration))
    }
    guard unsafe access(existingRoot.string, W_OK | X_OK) == 0 else {
      return .fail(
        "worktrees",
        Failure(
          "nothing can be written in \(existingRoot)",
          hint: "set worktree_root to a directory where you can write", code: .environment))
    }
    return .ok("worktrees", worktreeRoot.string)
  }

  var disk: Finding {
    let places = [existingRoot, workspace.commonDirectory]
    let free = places.map { DiskSpace.freeMegabytes(at: $0) }.min() ?? 0
    let text = "\(free / 1024) GB free"
    if Double(free) >= config.minFreeGB * 1024 { return .ok("disk", text) }
    return .fail(
      "disk",
      Failure(
        "\(text), and below \(config.minFreeGB) GB nothing starts", hint: "make room, or set min_free_gb",
        code: .environment))
  }
}
