import ArgumentParser
import Configuration
import Journal
import Orchestration

/// `status`: where every task of a run stands.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show where a run stands, and what to do about it.",
    discussion: "Reads the run's journal only, so it can be asked at any time, beside a live run too.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  @Flag(help: "Go on showing it until the run ends.")
  var watch = false

  func run() async throws {
    let workspace = try options.workspace()
    if try workspace.state.latestRun == nil, !options.json {
      let lines = ErrandBox(workspace.state).lines(since: nil)
      for line in lines { options.output.result(line) }
      if !lines.isEmpty { return }
    }
    let run = try workspace.state.run(named: which.run)
    var watching = try RunWatch(run, in: workspace.state)
    if watch { try await follow(&watching) }
    if watch, options.json { return }
    var report = try StatusReport(watching, in: workspace)
    report.isVerbose = options.verbose
    try report.print(to: options.output)
  }

  private func follow(_ watching: inout RunWatch) async throws {
    var progress = RunProgress(output: options.output, run: watching.run, place: .result)
    defer { progress.end() }
    while true {
      let (news, situation) = try watching.look()
      try progress.show(watching.state, news)
      if situation != .underWay { return }
      try await RunWatch.pause()
    }
  }
}

extension StatusReport {
  init(_ watching: RunWatch, in workspace: Workspace) throws {
    let latest = try workspace.state.latestRun
    self.init(
      state: watching.state, standing: try watching.standing(),
      names: TaskNames(of: watching.state, in: watching.run), now: .now)
    // A `${VAR}` that is not set today is no reason not to say where a run stands.
    let config = (try? workspace.configuration(frozenIn: watching.run))?.config ?? OrchestratorConfig()
    (run, branchPrefix, agents) = (watching.run, config.taskBranchPrefix, config.agents)
    errands = ErrandBox(workspace.state).lines(since: watching.state.started)
    isLatest = latest == watching.run
  }

  func print(to output: Output) throws {
    if output.json { return try output.json(document) }
    for line in lines(width: output.width, palette: output.palette) { output.result(line) }
  }
}
