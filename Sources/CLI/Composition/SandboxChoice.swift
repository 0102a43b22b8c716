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

  /// The rules of the sandbox that works; throws where none does.
  func rules() async throws -> SandboxRules {
    try makeCaches()
    var problems: [SandboxProbe.Problem] = []
    for kind in candidates {
      let rules = rules(of: kind)
      guard let problem = await SandboxProbe(rules, environment: probeEnvironment).problem() else {
        return rules
      }
      problems.append(problem)
    }
    guard let first = problems.first else { return rules(of: .none) }
    throw Failure(
      config.worker.sandbox == .auto ? "no sandbox works here" : first.what,
      hint: first.hint + "; or set 'worker.sandbox: none' if agents may act as you on this machine",
      code: .environment, causes: config.worker.sandbox == .auto ? problems.map(\.what) : [])
  }

  /// The same, with a word to a person whose agents are not confined.
  func announced(to output: Output) async throws -> SandboxRules {
    let rules = try await rules()
    if rules.kind == .none {
      output.progress("note: sandbox none is no boundary: agents can do whatever you can")
    }
    return rules
  }

  /// What is tried, the strongest first; none for `none`, which always works.
  private var candidates: [SandboxKind] {
    switch config.worker.sandbox {
    case .none: []
    case .auto, .bubblewrap: [.bubblewrap]
    case .docker: [.docker]
    case .podman: [.podman]
    }
  }

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
    (rules.readable, rules.caches) = (config.worker.read.map(expand), config.worker.cache.map(expand))
    return rules
  }

  /// A directory of `PATH` that holds more than programs is not opened for their sake.
  private func isProgramDirectory(_ path: FilePath) -> Bool {
    path.isAbsolute && path != personalHome && path.components.count > 1
  }

  private var personalHome: FilePath? {
    environment["HOME"].map { FilePath($0) }.flatMap { $0.isAbsolute ? $0.lexicallyNormalized() : nil }
  }

  private func expand(_ path: String) -> FilePath {
    guard path.hasPrefix("~/"), let personalHome else { return FilePath(path).lexicallyNormalized() }
    return personalHome.appending(String(path.dropFirst(2))).lexicallyNormalized()
  }

  /// Commands can rename whatever lies in a directory that they can write: it must not lead to the repository.
  private func makeCaches() throws {
    for cache in config.worker.cache.map(expand) {
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
