import ArgumentParser
import Configuration
import Glibc
import Orchestration

/// `autopilot`: from a wish to landed work.
struct AutopilotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "autopilot", abstract: "Be asked what is to be done, plan it, and run it.",
    discussion: """
      The planner's agent looks round the repository and asks you, on this terminal, what it has to know. An empty \
      line leaves a question to it, Ctrl-D ends the questions. Then it writes a plan, tasks are made of that, and \
      they run. Questions, answers and plan are kept.
      """)

  @OptionGroup var options: GlobalOptions

  @Argument(help: "What is to be done; asked for when missing.")
  var goal: [String] = []

  @Option(help: ArgumentHelp("Ask at most so many questions.", valueName: "n"))
  var maxQuestions = 8

  @Option(help: ArgumentHelp("The agent that asks and plans; else planner.agent.", valueName: "name"))
  var planner: String?

  @Flag(help: "Make the tasks, and run nothing.")
  var planOnly = false

  func validate() throws {
    if !(0...50).contains(maxQuestions) { throw ValidationError("--max-questions takes 0 to 50") }
  }

  func run() async throws {
    let (workspace, output) = (try options.workspace(), options.output)
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { throw Failure.nobodyToAsk }
    let loaded = try workspace.configuration()
    let agent = try agent(loaded.config)
    try Trust(workspace, config: loaded, tasks: try workspace.tasks(loaded.config).tasks).require(output)
    let interview = InterviewSession(
      workspace: workspace, output: output, config: loaded.config, agent: agent, limit: maxQuestions)
    let file = try await interview.plan(for: goal.isEmpty ? nil : goal.joined(separator: " "))
    let session = PlanSession(workspace: workspace, output: output, planner: agent)
    let report = try await session.plan(PlanInput(file: file, in: workspace))
    try report.print(to: output)
    let tasks = report.tasksToRun
    if planOnly || tasks.isEmpty { return }
    let starter = try RunStarter(workspace: workspace, output: output, flags: [:], allowRed: false)
    let plan = try starter.plan(tasks, rerun: false)
    throw ExitCode(try await starter.start(plan, detached: nil).rawValue)
  }

  private func agent(_ config: OrchestratorConfig) throws -> String {
    let name = planner ?? config.planner.agent ?? Planner.markdown
    if config.workingAgentNames.contains(name) { return name }
    throw Failure(
      name == Planner.markdown ? "autopilot needs an agent that asks" : "there is no agent \(name)",
      hint: "name one: --planner claude, or 'planner: {agent: claude}' in .orchestrator.yaml",
      code: .configuration)
  }
}

extension Failure {
  fileprivate static let nobodyToAsk = Failure(
    "autopilot asks questions, and here is nobody to answer them",
    hint: "write down what is to be done: git orchestrate plan --input FILE, then git orchestrate run",
    code: .usage)
}
