import Configuration
import FoundationEssentials
import Git
import Glibc
import Orchestration
import SystemPackage

/// What `init` does: a first configuration where there is none, and the parts that only this clone has.
struct RepositorySetup {
  let workspace: Workspace
  /// The agent of a first configuration; nil where this machine has none.
  var agent: String?
  /// What a new configuration confines commands with: `auto` where a sandbox works.
  var sandbox = Worker.Sandbox.none

  /// What was done, for the person who asked for it.
  struct Report: Hashable {
    /// What the written configuration was made from; nil when one was there and stayed.
    var proposal: ProjectProposal?
    /// Where the configuration that `--force` replaced is now.
    var setAside: FilePath?
    /// The line that was added to `info/exclude`.
    var excluded: String?
    /// People's own task folders are committed, so that nothing is excluded.
    var tasksAreTracked = false
    /// The configuration is somebody else's, and nobody here has approved it yet.
    var needsTrust = false
    var hooks = HookInstallation.Change()
    /// What a person has to add where we write no hooks.
    var hookInstructions: [String] = []
  }

  /// Repeating it is fine: what is there already stays.
  func run(force: Bool, hooks: Bool = true) throws -> Report {
    var report = Report()
    try writeConfiguration(force: force, &report)
    let loaded = try workspace.configuration()
    try prepareTasks(loaded.config, &report)
    if hooks { try installHooks(loaded.config, &report) }
    try recordTrust(loaded, &report)
    return report
  }

  private var configuration: UserFile {
    UserFile(path: workspace.root.appending(ConfigSources().file))
  }

  private func writeConfiguration(force: Bool, _ report: inout Report) throws {
    let old = try configuration.read()
    if old != nil, !force { return }
    let proposal = try proposal()
    let text = try text(of: proposal)
    report.proposal = proposal
    if old == text { return }
    if old != nil { report.setAside = try configuration.setAside() }
    try configuration.create(text)
  }

  private func text(of proposal: ProjectProposal, read: [String] = []) throws -> [UInt8] {
    let text = proposal.configurationText(
      baseBranch: try baseBranch(), agent: agent, sandbox: sandbox, read: read)
    return Array(text.utf8)
  }

  /// Adds to the configuration that `run` has just written what commands in the sandbox have to read.
  func add(read: [String], to report: Report) throws {
    guard let proposal = report.proposal else { return }
    try configuration.replace(with: text(of: proposal, read: read))
    try Trust(workspace, config: workspace.configuration(), tasks: []).approve()
  }

  private func proposal() throws -> ProjectProposal {
    let repository = try workspace.openRepository()
    guard let head = workspace.layout.head.commit else { return ProjectProposal(names: []) { _ in nil } }
    let names = Set(try repository.paths(in: head).compactMap(topLevelName))
    return ProjectProposal(names: names.sorted()) { name in
      let bytes = try? repository.file(at: GitPath(name), in: head)
      return bytes.flatMap { $0.count > 1 << 20 ? nil : String(decoding: $0, as: UTF8.self) }
    }
  }

  /// The branch that is checked out; with a detached HEAD the default, or the only branch there is.
  private func baseBranch() throws -> String {
    if case .branch(let branch, _) = workspace.layout.head { return branch.shortName }
    let branches = try workspace.openRepository().references(under: "refs/heads/").map(\.ref.shortName)
    let usual = OrchestratorConfig().baseBranch
    return branches.contains(usual) || branches.count != 1 ? usual : branches[0]
  }

  /// Makes the tasks directory, which stays out of everybody's status unless its content is committed. Each change
  /// is recorded before it is made.
  private func prepareTasks(_ config: OrchestratorConfig, _ report: inout Report) throws {
    var installation = try Installation.read(from: workspace.state) ?? Installation()
    report.tasksAreTracked = try hasTrackedFiles(below: config.tasksDir)
    if !report.tasksAreTracked { try exclude(config.tasksDir, &installation, &report) }
    let directory = workspace.root.appending(config.tasksDir).string
    if FileManager.default.fileExists(atPath: directory) { return }
    installation.tasksDirectory = directory
    try installation.write(to: workspace.state)
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  private func exclude(
    _ directory: String, _ installation: inout Installation, _ report: inout Report
  ) throws {
    let file = ExcludeFile(commonDirectory: workspace.commonDirectory)
    let pattern = ExcludeFile.pattern(forDirectory: directory)
    if try file.edit(adding: pattern) == nil { return }
    // The line of a tasks directory that has another name now.
    if let earlier = installation.exclude { try file.revert(earlier) }
    guard let edit = try file.edit(adding: pattern) else { return }
    installation.exclude = edit
    try installation.write(to: workspace.state)
    try file.apply(edit)
    report.excluded = pattern
  }

  private func hasTrackedFiles(below directory: String) throws -> Bool {
    guard let head = workspace.layout.head.commit else { return false }
    return try workspace.openRepository().paths(in: head).contains { $0.isBelow(GitPath(directory)) }
  }

  private func installHooks(_ config: OrchestratorConfig, _ report: inout Report) throws {
    let hooks = try HookInstallation(workspace, config)
    var installation = try Installation.read(from: workspace.state) ?? Installation()
    // Where they were before, if git looks elsewhere today.
    if let earlier = installation.hooks, earlier.directory != hooks.record.directory {
      _ = try HookInstallation.remove(earlier, from: workspace)
      installation.hooks = nil
    }
    installation.hooks = installation.hooks ?? hooks.record
    try installation.write(to: workspace.state)
    report.hooks = try hooks.install()
    report.hookInstructions = hooks.instructions
  }

  /// What we have just written ourselves needs nobody's second look; what came with the clone does.
  private func recordTrust(_ loaded: LoadedConfig, _ report: inout Report) throws {
    let trust = Trust(workspace, config: loaded, tasks: [])
    if report.proposal != nil {
      try trust.approve()
    } else if case .untrusted = try trust.state() {
      report.needsTrust = true
    }
  }
}

/// The name of what a path lies in at the repository's top; a directory's ends in `/`. Nil when it is no text.
private func topLevelName(_ path: GitPath) -> String? {
  let slash = path.bytes.firstIndex(of: UInt8(ascii: "/"))
  return String(validating: slash.map { path.bytes[...$0] } ?? path.bytes[...], as: UTF8.self)
}
