import Configuration
import FoundationEssentials
import Orchestration
import Sandboxes
import SystemPackage

/// Which sandbox commands run in here: the one that the configuration names, or the strongest that works. Each is
/// shown to work by running something in it; one that does not is an error, never a weaker one instead.
struct SandboxChoice {
  let workspace: Workspace
  let config: OrchestratorConfig
  /// Gets a word when something takes long.
  var tell: @Sendable (String) -> Void = { _ in }

  /// The rules of the sandbox that works; throws where none does.
  func rules() async throws -> SandboxRules {
    try makeCaches()
    return try await firstWorking(of: candidates)
  }

  /// The rules for an agent that only reads. It needs no container, so what works without an image will do.
  func readingRules() async throws -> SandboxRules {
    try await firstWorking(of: config.worker.sandbox == .none ? [] : [.bubblewrap])
  }

  private func firstWorking(of candidates: [SandboxKind]) async throws -> SandboxRules {
    var problems: [SandboxProbe.Problem] = []
    for kind in candidates {
      var rules = rules(of: kind)
      do { try await addContainer(to: &rules) } catch let failure as Failure {
        problems.append(
          SandboxProbe.Problem(what: failure.what, hint: failure.hint ?? "", causes: failure.causes))
        continue
      }
      guard var problem = await SandboxProbe(rules, environment: probeEnvironment).problem() else {
        return rules
      }
      if kind.isContainer, let user = config.docker.user {
        problem.hint = "docker.user: \(user) has to have your own number in the image; or take it out"
      }
      problems.append(problem)
    }
    guard let first = problems.first else { return rules(of: .none) }
    throw Failure(
      config.worker.sandbox == .auto ? "no sandbox works here" : first.what,
      hint: first.hint + "; or set 'worker.sandbox: none' if agents may act as you on this machine",
      code: .environment, causes: config.worker.sandbox == .auto ? problems.map(\.what) : first.causes)
  }

  private func addContainer(to rules: inout SandboxRules) async throws {
    guard rules.kind.isContainer, let engine = ContainerEngine(rules.kind, in: environment) else { return }
    rules.container = try await ContainerChoice(
      workspace: workspace, config: config, engine: engine, tell: tell
    )
    .rules()
  }

  /// The same, with a word to a person whose agents are not confined.
  func announced(to output: Output) async throws -> SandboxRules {
    var choice = self
    choice.tell = { output.progress($0) }
    let rules = try await choice.rules()
    if rules.kind == .none {
      output.progress("note: sandbox none is no boundary: agents can do whatever you can")
      if try HookInstallation(workspace, config).lacksAgentsHook {
        output.progress(
          "note: the commit-msg hook is not there, so what agents commit is judged only when it lands; "
            + "set 'worker.sandbox: none', then git orchestrate init")
      }
    }
    return rules
  }

  /// What is tried, the strongest first; none for `none`, which always works.
  private var candidates: [SandboxKind] {
    switch config.worker.sandbox {
    case .none: []
    case .auto: [.bubblewrap] + (hasImage ? [.podman, .docker] : [])
    case .bubblewrap: [.bubblewrap]
    case .docker: [.docker]
    case .podman: [.podman]
    }
  }

  private var hasImage: Bool { config.docker.image != nil || config.docker.dockerfile != nil }

  private var environment: [String: String] { workspace.environment }
  private var probeEnvironment: [String: String] {
    CommandEnvironment.allowed(from: environment, temporary: "/tmp")
  }

  private func rules(of kind: SandboxKind) -> SandboxRules {
    let path = environment["PATH", default: ""]
    var rules = SandboxRules(
      kind: kind, program: SandboxProbe.program(of: kind, path: path)?.string ?? "",
      commonDirectory: workspace.commonDirectory)
    rules.hasNetwork = config.worker.network
    rules.personalHome = personalHome
    rules.programs = path.split(separator: ":").map { FilePath(String($0)) }.filter(isProgramDirectory)
    // An agent's program is there to be started: what it consists of is readable, too.
    rules.programs += Toolchains(environment)?.roots(of: AgentDefinition.programs) ?? []
    (rules.readable, rules.caches) = (
      config.worker.read.map(workspace.path), config.worker.cache.map(workspace.path)
    )
    return rules
  }

  /// A directory of `PATH` that holds more than programs is not opened for their sake.
  private func isProgramDirectory(_ path: FilePath) -> Bool {
    path.isAbsolute && path != personalHome && path.components.count > 1
  }

  private var personalHome: FilePath? { workspace.personalHome }

  /// Commands can rename whatever lies in a directory that they can write: it must not lead to the repository.
  private func makeCaches() throws {
    for cache in config.worker.cache.map(workspace.path) {
      let places = [workspace.root, workspace.commonDirectory, workspace.worktreeRoot(config)]
      guard !places.contains(where: { $0.starts(with: cache) }), personalHome?.starts(with: cache) != true
      else {
        throw Failure(
          "worker.cache: \(cache) contains the repository, its worktrees or your home",
          hint: "name the one directory that is to be shared, such as ~/.cache/ccache", code: .configuration)
      }
      if config.worker.sandbox == .none { continue }
      try FileManager.default.createDirectory(atPath: cache.string, withIntermediateDirectories: true)
    }
  }
}
