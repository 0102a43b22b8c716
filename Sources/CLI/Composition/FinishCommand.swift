import FoundationEssentials
import Journal
import Orchestration
import Sandboxes
import SystemPackage

/// The configuration's `on_finish`: a command of the user's that is told how a run went.
struct FinishCommand {
  let command: String
  let workspace: Workspace
  let run: RunDirectory

  /// What stands on the command's standard input.
  struct Summary: Codable {
    var schema = 1
    var run: RunID
    var landed: [TaskID]
    var unlanded: [TaskID]
    /// A person has to look at these.
    var needsReview: [TaskID]
    /// US dollars, as far as the agents tell.
    var costUsd: Double?
  }

  /// Runs it in the user's own checkout with the user's own environment; its failing changes nothing.
  func perform(_ state: RunState) async throws {
    let (landed, unlanded) = (
      state.records.filter(\.state.satisfiesDependents),
      state.records.filter { !$0.state.satisfiesDependents }
    )
    let summary = Summary(
      run: state.id, landed: landed.map(\.id), unlanded: unlanded.map(\.id),
      needsReview: unlanded.filter { if case .needsReview = $0.state { true } else { false } }.map(\.id),
      costUsd: state.usage.cost)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let environment = workspace.environment.filter { !CommandEnvironment.isGitLocal($0.key) }
    _ = try await CommandRunner(sandbox: Sandbox(.none)).run(
      Command(
        shell: command, in: workspace.root, environment: environment,
        input: Array(try encoder.encode(summary))),
      to: CommandOutput(log: run.path.appending("on-finish.log")),
      within: CommandLimits(timeout: .seconds(600)))
  }
}
