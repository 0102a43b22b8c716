import ArgumentParser
import Journal
import Orchestration

/// `resume`: goes on with a run from its journal.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on with a run that was stopped or that crashed.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  func run() async throws {
    let workspace = try options.workspace()
    guard let seat = try OrchestratorSeat.take(workspace) else {
      throw Failure("a run is live", hint: "watch it: 'git orchestrate status --watch'", code: .refused)
    }
    defer { seat.release() }
    try RequestDesk.applyPending(in: workspace)
    let run = try workspace.state.run(named: which.run)
    let store = try RunStore(run)
    if !store.isUnfinished, store.state.isExhausted {
      options.output.progress("run \(run.id) has finished; there is nothing to go on with")
      if store.state.hasLandedEverything { return }
      throw ExitCode(ExitStatus.unfinished.rawValue)
    }
    let open = store.state.records.filter { !$0.state.isSettled }
    let resumption = try await RunResumption(
      workspace: workspace, run: run, tasks: try open.map { try store.spec($0.id) }, output: options.output)
    let agentless = try open.filter { !$0.state.isLanding }.map { try store.spec($0.id) }
    try await AgentCheck.require(agentless, resumption.composition.config, workspace.environment)
    let session = RunSession(
      workspace: workspace, composition: resumption.composition, output: options.output)
    throw ExitCode(try await session.driveAndRelease(run, seat: seat, resuming: true).rawValue)
  }
}
