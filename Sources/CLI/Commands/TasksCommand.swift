import ArgumentParser
import Configuration
import Orchestration
import YAML

/// `tasks`: what is in `.tasks/`.
struct TasksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "List, show or check the tasks.",
    subcommands: [TasksListCommand.self, TasksShowCommand.self, TasksCheckCommand.self],
    defaultSubcommand: TasksListCommand.self)
}

struct TasksListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tasks.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let (output, tasks) = (options.output, try TaskOverview(options.workspace()))
    if output.json { return try output.json(tasks.report()) }
    if tasks.rows.isEmpty { return output.progress("there are no tasks in \(tasks.config.tasksDir)/") }
    ColumnTable(headings: TaskRow.briefHeadings, rows: tasks.rows.map(\.brief)).lines.forEach(output.result)
  }
}

struct TasksShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one task.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The task.")
  var task: TaskID

  func run() async throws {
    let (output, tasks) = (options.output, try TaskOverview(options.workspace()))
    let loaded = try tasks.task(task)
    if output.json { return try output.json(ShownTask(task: loaded.spec)) }
    for line in TaskSheet(loaded, row: tasks.row(of: loaded)).lines { output.result(line) }
  }

  private struct ShownTask: Encodable {
    let schema = 1
    let task: TaskSpec
  }
}

struct TasksCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Print everything that is wrong with the tasks, and what each would lock."
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let output = options.output
    do {
      let tasks = try TaskOverview(options.workspace())
      let advice = try tasks.advice()
      if output.json { return try output.json(tasks.report(advice: advice)) }
      for warning in tasks.warnings { output.progress("\(warning)") }
      let rows = tasks.rows.map(\.full)
      ColumnTable(headings: TaskRow.fullHeadings, rows: rows).lines.forEach(output.result)
      for remark in advice { output.progress("advice: \(remark.onOneLine)") }
      output.progress("\(counted(rows.count, "task")), nothing wrong")
    } catch let problems as Diagnostics where output.json {
      try output.json(Problems(diagnostics: problems.all))
      throw ExitCode(ExitStatus.configuration.rawValue)
    }
  }

  private struct Problems: Encodable {
    let schema = 1
    let diagnostics: [Diagnostic]
  }
}
