import ArgumentParser
import Configuration
import Orchestration

/// `trust`: shows what is new and approves it.
struct TrustCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Show what the configuration and the tasks would run, and approve it.",
    discussion: """
      Approves the whole of .orchestrator.yaml and every command of a task. What changes later has to be approved \
      again; tasks that bring no commands of their own need nothing.
      """)

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let (workspace, output) = (try options.workspace(), options.output)
    let config = try workspace.configuration()
    let trust = Trust(workspace, config: config, tasks: try workspace.tasks(config.config).tasks)
    let state = try trust.state()
    if output.json { try output.json(TrustReport(state)) } else { show(state, output) }
    if case .untrusted = state { try trust.approve() }
  }

  private func show(_ state: Trust.State, _ output: Output) {
    guard case .untrusted(let changes) = state else {
      return output.progress("nothing is new: everything here is approved already")
    }
    for line in changes.lines { output.result(line) }
    output.progress("approved")
  }
}

/// What `trust` has approved.
private struct TrustReport: Encodable {
  struct Command: Encodable {
    let task: TaskID
    let key: String
    let command: String
  }

  let schema = 1
  let configurationChanged: Bool
  let commands: [Command]

  init(_ state: Trust.State) {
    guard case .untrusted(let changes) = state else {
      (configurationChanged, commands) = (false, [])
      return
    }
    configurationChanged = !changes.configuration.isEmpty
    commands = changes.commands.map { Command(task: $0.task, key: $0.key, command: $0.text) }
  }
}
