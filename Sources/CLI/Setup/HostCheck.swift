import Configuration
import FoundationEssentials
import Glibc
import Journal
import Landing
import Orchestration
import Sandboxes
import SystemPackage
import YAML

/// What `check` looks at on the machine.
struct HostCheck {
  let workspace: Workspace
  let loaded: LoadedConfig

  private var config: OrchestratorConfig { loaded.config }

  static func git(_ environment: [String: String]) async -> Finding {
    guard let version = await Probe.gitVersion(environment) else {
      return .warn("git", "the git program does not run", hint: "agents and people will want it: install git")
    }
    return .ok("git", version)
  }

  /// Really runs something in it. The rules are nil where none works.
  var sandbox: (Finding, SandboxRules?) {
    get async {
      do {
        let rules = try await SandboxChoice(workspace: workspace, config: config).rules()
        if rules.kind == .none {
          return (.warn("sandbox", "none, which is no boundary: agents can do whatever you can"), rules)
        }
        return (.ok("sandbox", "\(rules.kind.rawValue): a command ran in it"), rules)
      } catch {
        return (.fail("sandbox", error), nil)
      }
    }
  }

  /// Really runs it in the sandbox, in a fresh checkout, unless nobody has approved what it does.
  func doctor(_ sandbox: SandboxRules?, isTrusted: Bool) async -> Finding {
    guard let doctor = config.doctor else { return .fail("doctor", Failure.noDoctor) }
    if ["true", ":", "exit 0"].contains(doctor) {
      return .warn("doctor", "\(doctor), which passes whatever a task did")
    }
    guard let sandbox else { return .warn("doctor", "\(visible(doctor)), not tried without a sandbox") }
    guard isTrusted else { return .warn("doctor", "\(visible(doctor)), not tried before it is approved") }
    do {
      // Two programs that make worktrees at the same time get into each other's way.
      guard try !isLive else { return .ok("doctor", "\(visible(doctor)), not tried beside a live run") }
      let result = try await DoctorExamination(workspace: workspace, loaded: loaded).perform(in: sandbox)
      let place = sandbox.kind == .none ? "a fresh checkout" : "\(sandbox.kind.rawValue), in a fresh checkout"
      if var failure = result.failure(in: place, reading: config.worker.read) {
        failure.what = "\(visible(doctor)): \(failure.what)"
        return .fail("doctor", failure)
      }
      let passes = "\(visible(doctor)) passes in \(place)"
      guard let warning = result.warning else { return .ok("doctor", passes) }
      return .warn("doctor", "\(passes); \(warning.what)", hint: warning.hint)
    } catch {
      return .fail("doctor", error)
    }
  }

  private var isLive: Bool {
    get throws { if case .held = try FileLock.status(workspace.state.lock) { true } else { false } }
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
