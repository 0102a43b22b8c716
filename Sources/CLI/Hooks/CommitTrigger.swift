import Configuration
import FoundationEssentials
import Git
import Journal
import Landing
import Orchestration
import Sandboxes
import SystemPackage
import Workers
import YAML

/// A person's commit that may start something: looks, leaves an errand and returns, so that `git commit` does too.
struct CommitTrigger {
  let workspace: Workspace

  func fire() throws {
    let loaded = try configuration()
    guard let errand = try errand(loaded.config) else { return }
    let box = ErrandBox(workspace.state)
    if let failure = box.failure() { say(failure) }
    try requireTrust(loaded, for: errand)
    try box.submit(errand, at: .now)
    try startRunner(box)
    say("\(errand.words) (git orchestrate status)")
  }

  private func configuration() throws -> LoadedConfig {
    do { return try workspace.configuration() } catch is Diagnostics {
      throw Failure(
        ".orchestrator.yaml has mistakes, so nothing was started (git orchestrate config check)",
        code: .configuration)
    }
  }

  /// What the commit at HEAD asks for; nil on a branch, or for files, that no rule names.
  private func errand(_ config: OrchestratorConfig) throws -> Errand? {
    let rules = config.postCommit
    guard case .branch(let branch, let head) = workspace.layout.head,
      rules.branches.contains(branch.shortName)
    else { return nil }
    let touched = try changes(of: head).map { RepositoryPath(bytes: $0.path.bytes) }
      .filter { path in rules.paths.contains { $0.matches(path) } }
    if touched.isEmpty { return nil }
    let plans = touched.filter { !$0.text.hasPrefix(config.tasksDir + "/") }
    if plans.isEmpty, rules.action == .plan { return nil }
    return Errand(
      commit: head.commitID, workTree: workspace.layout.workTree, plans: plans, action: rules.action)
  }

  /// A file that was deleted asks for nothing.
  private func changes(of commit: ObjectID) throws -> [PathChange] {
    let repository = try workspace.openRepository()
    let parent = try repository.commit(commit).parents.first
    return try repository.changes(from: parent, to: commit).filter { $0.kind != .deleted }
  }

  private func requireTrust(_ loaded: LoadedConfig, for errand: Errand) throws {
    let tasks = errand.action == .run ? try workspace.tasks(loaded.config).tasks : []
    guard case .untrusted(let changes) = try Trust(workspace, config: loaded, tasks: tasks).state() else {
      return
    }
    throw Failure(
      "\(Failure.untrusted(changes).what); nothing was started (git orchestrate trust)", code: .configuration)
  }

  /// In a session of its own, with nothing of the hook's: neither its descriptors nor its index.
  private func startRunner(_ box: ErrandBox) throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var environment = workspace.environment.filter { !CommandEnvironment.isGitLocal($0.key) }
    environment["ORCHESTRATE_HOOK"] = "post-commit"
    let arguments = ["-C", workspace.layout.workTree, "hook", "errands"]
    _ = try Spawn(program: FilePath(own), arguments: arguments, environment: environment)
      .detached(output: box.log)
  }

  private func say(_ line: String) { write("orchestrate: \(line)\n", to: 2) }
}
