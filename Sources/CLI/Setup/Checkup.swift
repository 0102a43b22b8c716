import Configuration
import Git
import Hooks
import Orchestration
import SystemPackage
import YAML

/// Everything that a run needs, looked at before one is started. Changes nothing.
struct Checkup {
  private(set) var findings: [Finding] = []

  /// Looks at the repository around `directory`; what cannot be seen because of an earlier failure is left out.
  init(directory: String, environment: [String: String]) async {
    await findings.append(HostCheck.git(environment))
    findings.append(.of("worker") { .ok("worker", "\(try WorkerProgram.locate())") })
    do {
      let workspace = try Workspace(at: directory, environment: environment)
      findings.append(Checkup.repository(workspace.layout))
      await look(at: workspace)
    } catch {
      findings.append(.fail("repository", error))
    }
  }

  /// The exit code: the first failure's.
  var status: ExitStatus { findings.first { $0.verdict == .fail }?.code ?? .success }

  private mutating func look(at workspace: Workspace) async {
    let loaded: LoadedConfig
    do { loaded = try workspace.configuration() } catch {
      return findings.append(.fail("configuration", error))
    }
    let config = loaded.config
    findings.append(Checkup.configuration(loaded))
    findings.append(.ok("agent", config.worker.agent))
    let needs = config.programs(of: Checkup.openTasks(workspace, config))
    await findings += AgentCheck(workspace.environment, config: config).findings(needs: needs)
    let host = HostCheck(workspace: workspace, loaded: loaded)
    let (sandbox, rules) = await host.sandbox
    findings += [sandbox, host.worktrees, host.disk]
    let rest = Checkup.tasks(workspace, loaded)
    await findings.append(host.doctor(rules, isTrusted: rest.last?.verdict == .ok))
    findings += rest
    findings.append(Checkup.hooks(workspace, config))
  }

  private static func repository(_ layout: RepositoryLayout) -> Finding {
    if layout.isShallow {
      return .warn(
        "repository", "\(layout.workTree), with its history cut off", hint: "git fetch --unshallow")
    }
    return .ok("repository", layout.workTree)
  }

  private static func configuration(_ loaded: LoadedConfig) -> Finding {
    if !loaded.warnings.isEmpty {
      return .warn("configuration", loaded.warnings.map(\.description).joined(separator: "\n"))
    }
    if loaded.bytes == nil {
      return .warn(
        "configuration", "there is no \(loaded.file): every key has its default", hint: "git orchestrate init"
      )
    }
    return .ok("configuration", loaded.file)
  }

  private static func hooks(_ workspace: Workspace, _ config: OrchestratorConfig) -> Finding {
    .of("hooks") {
      guard try Installation.read(from: workspace.state)?.hooks != nil else { return .ok("hooks", "none") }
      let hooks = try HookInstallation(workspace, config)
      if !hooks.isOwn { return .ok("hooks", "called from \(hooks.directory), if you added them there") }
      let missing = hooks.missing.map(\.name).joined(separator: ", ")
      if missing.isEmpty { return .ok("hooks", hooks.directory.string) }
      return .warn(
        "hooks", "not there, or replaced: \(missing)", hint: "git orchestrate init puts them in front")
    }
  }

  /// What `run` would take on; what is wrong with it is a finding of its own.
  private static func openTasks(_ workspace: Workspace, _ config: OrchestratorConfig) -> [TaskSpec] {
    guard let found = try? workspace.tasks(config), let landings = try? workspace.landings(config) else {
      return []
    }
    return found.tasks.map(\.spec).filter { !landings.isLanded($0) }
  }

  private static func tasks(_ workspace: Workspace, _ loaded: LoadedConfig) -> [Finding] {
    let found: LoadedTasks
    do { found = try workspace.tasks(loaded.config) } catch { return [.fail("tasks", error)] }
    let warnings = found.warnings.map(\.description).joined(separator: "\n")
    let tasks: Finding =
      warnings.isEmpty ? .ok("tasks", "\(found.tasks.count)") : .warn("tasks", warnings)
    let trust = Finding.of("trust") {
      if case .untrusted(let changes) = try Trust(workspace, config: loaded, tasks: found.tasks).state() {
        throw Failure.untrusted(changes)
      }
      return .ok("trust", "approved on this machine")
    }
    return [tasks, trust]
  }
}
