import ArgumentParser

/// `plan`: tasks out of a plan.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Turn a plan into tasks.",
    discussion: """
      The planner is an agent, or 'markdown', which goes by the plan's form and needs no model: 'git orchestrate \
      help plan' has the form. Planned again, a plan updates the tasks that have not started, keeps the others, and \
      names those that it does not have any more.
      """)

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("The plan; the same as --input.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("The plan, or '-' for standard input.", valueName: "file"))
  var input: String?

  @Option(help: ArgumentHelp("An agent, or 'markdown'; else planner.agent.", valueName: "name"))
  var planner: String?

  @Flag(help: "Print what would come of it and write nothing; with -v the files, too.")
  var dryRun = false

  func validate() throws {
    if file != nil, input != nil { throw ValidationError("name one plan") }
  }

  func run() async throws {
    let (workspace, output) = (try options.workspace(), options.output)
    let session = PlanSession(workspace: workspace, output: output, planner: planner, isDry: dryRun)
    try await session.plan(PlanInput(input ?? file, in: workspace)).print(to: output)
  }
}
