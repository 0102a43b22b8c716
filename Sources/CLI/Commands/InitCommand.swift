import ArgumentParser
import Configuration
import Hooks
import Orchestration
import SystemPackage
import Workers

/// `init`: makes a repository ready.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a first .orchestrator.yaml and prepare this clone.",
    discussion: """
      Looks at the files at the repository's top for a doctor, a bootstrap command and resources, and tries the \
      doctor in the strongest sandbox that works here. With a configuration already there, only prepares this clone. 'git orchestrate uninstall' takes it back.
      """)

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Write a new configuration; the old one is kept beside it as .orchestrator.yaml.orig.")
  var force = false

  @Flag(help: "Install no git hooks.")
  var noHooks = false

  func run() async throws {
    let output = options.output
    let workspace = try options.workspace()
    let agents = await AgentCheck(workspace.environment)
    let introduction = await SandboxIntroduction(workspace)
    let setup = RepositorySetup(workspace: workspace, agent: agents.choice, sandbox: introduction.setting)
    let report = try setup.run(force: force, hooks: !noHooks)
    if let doctor = report.proposal?.doctor { output.progress("trying the doctor: \(doctor)") }
    let confinement = try await introduction.examine(setup, report)
    if output.json { return try output.json(InitReport(report, agents, sandbox: introduction.setting)) }
    for line in report.lines(agents, confinement) { output.result(line) }
  }
}

extension RepositorySetup.Report {
  /// What was done, then what to do next.
  func lines(_ agents: AgentCheck, _ confinement: [String]) -> [String] {
    var lines: [String] = []
    if let setAside { lines.append("kept the old configuration as \(setAside.lastComponent?.string ?? "")") }
    if let proposal {
      lines += describe(proposal, agents.choice) + confinement
    } else {
      lines.append(".orchestrator.yaml is there already")
    }
    lines += agents.probes.map { "\($0.agent): \($0.words)" }
    if let excluded { lines.append("excluded \(excluded) from git's status, in this clone only") }
    if tasksAreTracked { lines.append("tasks are committed here, so that nothing is excluded") }
    lines += hookLines
    if needsTrust { lines.append("next: look at what it runs and approve it: git orchestrate trust") }
    lines.append("next: describe tasks in .tasks/<id>-<name>/ (manifest.json and spec.md)")
    lines.append("      git orchestrate check, then git orchestrate run")
    return lines
  }

  private var hookLines: [String] {
    if !hookInstructions.isEmpty { return hookInstructions }
    func names(_ hooks: [HookScript]) -> String { hooks.map(\.name).joined(separator: ", ") }
    var lines: [String] = []
    if !hooks.new.isEmpty { lines.append("installed hooks, in this clone only: \(names(hooks.new))") }
    if !hooks.chained.isEmpty { lines.append("  what was there before runs first: \(names(hooks.chained))") }
    if !hooks.removed.isEmpty {
      lines.append("took out hooks that only agents without a sandbox need: \(names(hooks.removed))")
    }
    return lines
  }

  private func describe(_ proposal: ProjectProposal, _ agent: String?) -> [String] {
    let found =
      proposal.basis.isEmpty ? "nothing was recognised here" : proposal.basis.joined(separator: ", ")
    var lines = ["wrote .orchestrator.yaml (\(found)): commit it", "  doctor: \(proposal.doctor)"]
    if !proposal.bootstrap.isEmpty {
      lines.append("  bootstrap: \(proposal.bootstrap.joined(separator: "; "))")
    }
    if !proposal.resources.isEmpty {
      let names = proposal.resources.map(\.name.description).joined(separator: ", ")
      lines.append("  resources: \(names)")
    }
    lines.append("  agent: \(agent ?? "command, which runs the command of each task's manifest")")
    return lines
  }
}

/// What `init --json` says.
private struct InitReport: Encodable {
  let schema = 1
  let wroteConfiguration: Bool
  let doctor: String?
  let basis: [String]
  let setAside: String?
  let excluded: String?
  let needsTrust: Bool
  let agents: [Agent]
  /// What `worker.sandbox` was set to.
  let sandbox: String?
  let hooks: [String]
  let chainedHooks: [String]
  let removedHooks: [String]
  let hookInstructions: [String]

  /// One that needs no description, with what this machine has of it.
  struct Agent: Encodable {
    let name: String
    let found: String
  }

  init(_ report: RepositorySetup.Report, _ agents: AgentCheck, sandbox: Worker.Sandbox) {
    self.agents = agents.probes.map { Agent(name: $0.agent, found: $0.words) }
    wroteConfiguration = report.proposal != nil
    doctor = report.proposal?.doctor
    basis = report.proposal?.basis ?? []
    setAside = report.setAside?.string
    excluded = report.excluded
    needsTrust = report.needsTrust
    self.sandbox = report.proposal == nil ? nil : sandbox.rawValue
    hooks = report.hooks.new.map(\.name)
    chainedHooks = report.hooks.chained.map(\.name)
    removedHooks = report.hooks.removed.map(\.name)
    hookInstructions = report.hookInstructions
  }
}
