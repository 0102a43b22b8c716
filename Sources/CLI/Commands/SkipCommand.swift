import ArgumentParser
import Orchestration
import Workers

/// `skip`: a person decides that a task is not needed.
struct SkipCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip", abstract: "Leave a task out; tasks that depend on it may start.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  @Argument(help: "The tasks to leave out.")
  var tasks: [TaskID]

  func run() async throws {
    let workspace = try options.workspace()
    let store = try RunStore(workspace.state.run(named: which.run))
    for task in tasks {
      _ = try await RequestDesk(workspace: workspace, store: store).carryOut(.skip(task))
      if try !workspace.hasLiveOrchestrator { await Leftovers(store).stop() }
      options.output.progress("\(task) is skipped")
    }
    try NextStep(workspace: workspace).tell(options.output)
  }
}
