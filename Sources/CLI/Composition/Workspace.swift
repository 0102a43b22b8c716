import Configuration
import FoundationEssentials
import Git
import Glibc
import Journal
import Landing
import Orchestration
import Sandboxes
import SystemPackage
import YAML

/// The repository that a command works in, and where our state in it is.
struct Workspace {
  let layout: RepositoryLayout
  let state: StateDirectory
  let environment: [String: String]

  /// Opens the repository around `path`, and refuses one that we cannot work in.
  init(at path: String, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    self.init(try Preflight.inspect(at: path), environment)
  }

  /// The same for a repository that was looked at already, or in which a hook has no time to look.
  init(_ layout: RepositoryLayout, _ environment: [String: String]) {
    self.layout = layout
    state = StateDirectory(commonDirectory: FilePath(layout.commonDirectory))
    self.environment = environment
  }

  var root: FilePath { FilePath(layout.workTree) }
  var commonDirectory: FilePath { FilePath(layout.commonDirectory) }

  /// The directory's name, for messages and for `worktree_root`.
  var name: String { root.lastComponent?.string ?? "repository" }

  /// The person's home, where it is a directory that a path can begin with.
  var personalHome: FilePath? {
    environment["HOME"].map { FilePath($0) }.flatMap { $0.isAbsolute ? $0.lexicallyNormalized() : nil }
  }

  /// A path of the configuration: absolute, below the person's home (`~/`), or in the repository.
  func path(_ text: String) -> FilePath {
    guard text.hasPrefix("~/"), let personalHome else {
      return root.pushing(FilePath(text)).lexicallyNormalized()
    }
    return personalHome.appending(String(text.dropFirst(2))).lexicallyNormalized()
  }

  func openRepository() throws -> Repository { try Repository(at: layout.commonDirectory) }

  /// `.orchestrator.yaml` with everything that is laid over it.
  func configuration(flags: [String: String] = [:]) throws -> LoadedConfig {
    var sources = try ConfigSources(directory: layout.workTree)
    sources.environment = environment
    sources.gitConfig = try openRepository().settings(of: "orchestrate")
    sources.flags = flags
    return try LoadedConfig(sources)
  }

  /// A run's configuration as it was frozen, with today's environment for `${VAR}`.
  func configuration(frozenIn run: RunDirectory) throws -> LoadedConfig {
    let frozen = try FrozenRun.read(from: run)
    var sources = ConfigSources(bytes: frozen.configuration.map { Array($0.utf8) })
    sources.environment = environment
    sources.gitConfig = frozen.gitConfig
    sources.flags = frozen.flags
    return try LoadedConfig(sources)
  }

  /// Every task in `.tasks/`.
  func tasks(_ config: OrchestratorConfig) throws -> LoadedTasks {
    let directory = tasksDirectory(config)
    try PlannedFolders(directory).finish()
    let landed = try landings(config).landedTasks
    return try loadTasks(directory: directory.string, config: config, satisfied: landed, digest: digest)
  }

  func tasksDirectory(_ config: OrchestratorConfig) -> FilePath { root.appending(config.tasksDir) }

  /// Where all worktrees of this repository go.
  func worktreeRoot(_ config: OrchestratorConfig) -> FilePath {
    root.pushing(FilePath(config.worktreeRoot(forRepositoryNamed: name))).lexicallyNormalized()
  }

  /// What gates hand on to later checkouts. Beside the worktrees, whose file system it shares, and this repository's
  /// alone where several share the root.
  func caches(_ config: OrchestratorConfig) -> CheckoutCaches {
    let store = worktreeRoot(config).appending(".caches").appending(
      String(digest(Array(layout.commonDirectory.utf8)).prefix(12)))
    return CheckoutCaches(store: store, directories: config.caches)
  }

  /// Where a run's worktrees go.
  func worktrees(_ config: OrchestratorConfig, run: RunID) -> FilePath {
    worktreeRoot(config).appending(run.description)
  }
}

/// Git's own hash of a text: what fingerprints and trust are made of.
func digest(_ bytes: [UInt8]) -> String { (try? ObjectID.hash(blob: bytes).hex) ?? "" }
