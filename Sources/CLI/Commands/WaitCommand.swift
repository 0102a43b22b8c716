import ArgumentParser
import Journal
import Orchestration

/// `wait`: returns when a run has ended, with its exit code.
struct WaitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait until a run ends, and exit as it did.",
    discussion: """
      Exits with 0 when everything landed, 1 when something did not, 6 at a spent budget, 130 or 143 when a signal stopped the run, and \
      at once with 1 when its orchestrator is dead.
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  func run() async throws {
    let workspace = try options.workspace()
    var watching = try RunWatch(workspace.state.run(named: which.run), in: workspace.state)
    let status = try await end(&watching)
    try say(watching, in: workspace)
    throw ExitCode(status.rawValue)
  }

  private func end(_ watching: inout RunWatch) async throws -> ExitStatus {
    while true {
      switch try watching.look().situation {
      case .underWay: try await RunWatch.pause()
      case .ended(let status): return status
      case .orphaned:
        let standing = try watching.standing()
        options.output.progress(standing.warning ?? "nobody is at run \(watching.state.id)")
        return .unfinished
      }
    }
  }

  private func say(_ watching: RunWatch, in workspace: Workspace) throws {
    if options.json { return try StatusReport(watching, in: workspace).print(to: options.output) }
    let state = watching.state
    options.output.progress(
      "run \(state.id) \(state.status.rawValue): \(state.settledCount) of \(state.order.count) landed")
  }
}
