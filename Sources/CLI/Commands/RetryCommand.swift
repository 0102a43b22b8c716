import ArgumentParser
import Configuration
import Orchestration

/// `retry`: another try for a task, with all its attempts available again.
struct RetryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try a task again that failed or needs a person.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  @Argument(help: "The tasks to try again.")
  var tasks: [TaskID]

  @Option(help: "What the agent should know.")
  var note: String?

  @Flag(help: "Begin at the newest tip, without the work so far; that is kept under a rescue ref.")
  var fresh = false

  func run() async throws {
    let workspace = try options.workspace()
    let store = try RunStore(workspace.state.run(named: which.run))
    for task in tasks {
      try refreeze(task, in: store, workspace)
      _ = try await RequestDesk(workspace: workspace, store: store)
        .carryOut(.retry(task, note: note, fresh: fresh))
      options.output.progress("\(task) will be tried again")
    }
    try NextStep(workspace: workspace).tell(options.output)
  }

  /// A task that was edited since is tried again as it is now.
  private func refreeze(_ task: TaskID, in store: RunStore, _ workspace: Workspace) throws {
    let config = try workspace.configuration(frozenIn: store.directory).config
    let all = try workspace.tasks(config).tasks
    let now = all.first { $0.spec.id == task }?.spec
    let frozen = try store.spec(task)
    guard let now, now != frozen else { return }
    try Trust(workspace, config: workspace.configuration(), tasks: all).require(options.output)
    guard now.dependencies == frozen.dependencies else {
      throw Failure(
        "the dependencies of \(task) changed", hint: "a run keeps its graph: stop it and run anew",
        code: .configuration)
    }
    try store.directory.freeze(now)
  }
}

/// What to do after a request: nothing beside a live run, else `resume`.
struct NextStep {
  let workspace: Workspace

  func tell(_ output: Output) throws {
    if try !workspace.hasLiveOrchestrator { output.progress("go on with it: git orchestrate resume") }
  }
}
