import ArgumentParser
import Configuration
import Orchestration

/// `run`: the main job.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run tasks with agents in parallel and land what passes.",
    discussion: """
      Without tasks, runs everything in .tasks/ that has not landed yet. Beside a live run, hands the tasks over \
      to it.
      """)

  @OptionGroup var options: GlobalOptions

  @Argument(help: "Tasks to run; all that have not landed when none is named.")
  var tasks: [TaskID] = []

  @Option(help: ArgumentHelp("Run at most this many agents at once.", valueName: "n"))
  var maxParallel: Int?

  @Option(help: ArgumentHelp("Confine agents with this sandbox.", valueName: "kind"))
  var sandbox: String?

  @Flag(help: "Print the plan and write nothing.")
  var dryRun = false

  @Flag(help: "Go on in the background.")
  var detach = false

  @Flag(help: "Start although the doctor fails on the tip.")
  var allowRed = false

  @Flag(help: "Run tasks again that have landed.")
  var rerun = false

  func run() async throws {
    let starter = try RunStarter(
      workspace: options.workspace(), output: options.output, flags: flags, allowRed: allowRed)
    let plan = try starter.plan(tasks, rerun: rerun)
    if plan.tasks.isEmpty, !(dryRun && options.json) { return starter.sayNothingToDo(plan) }
    if dryRun { return try DryRun(plan: plan, config: starter.loaded.config).print(to: options.output) }
    let status = try await starter.start(plan, detached: detach ? CommandLine.arguments : nil)
    throw ExitCode(status.rawValue)
  }

  private var flags: [String: String] {
    var flags: [String: String] = [:]
    flags["max_parallel"] = maxParallel.map(String.init)
    flags["worker.sandbox"] = sandbox
    return flags
  }
}

extension TaskID: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
