import ArgumentParser
import Journal
import Orchestration

/// `clean`: removes what finished runs left.
struct CleanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Remove worktrees, branches and logs of finished runs.",
    discussion: """
      What never landed stays, unless --force is given: then it is kept under refs/orchestrate/rescue/. Branches \
      and worktrees that are not a run's are never touched.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(help: ArgumentHelp("Clean this run only, finished or not.", valueName: "id"))
  var run: String?

  @Flag(help: "Clean runs that were broken off as well, and what gates handed on to later checkouts.")
  var all = false

  @Flag(help: "Keep the runs' journals and logs.")
  var keepLogs = false

  @Flag(help: "Print what would be done and change nothing.")
  var dryRun = false

  @Flag(help: "Remove also what never landed, and keep it under a rescue ref.")
  var force = false

  func run() async throws {
    let (workspace, output) = (try options.workspace(), options.output)
    var scope = CleanPlan.Scope(all: all, keepLogs: keepLogs, force: force)
    scope.run = try run.map { try workspace.state.run(named: $0).id }
    let plan = try await Cleanup(workspace).run(scope, isDry: dryRun) { step in
      if !output.json { output.result("\(dryRun ? "would " : "")\(step)") }
    } warn: {
      output.progress("warning: \($0)")
    }
    if output.json {
      try output.json(CleanReport(steps: plan.steps.map(\.description), kept: plan.kept))
    } else {
      for line in plan.kept { output.progress("kept: \(line)") }
      if plan.steps.isEmpty, plan.kept.isEmpty { output.progress("there is nothing to clean") }
    }
    if !plan.kept.isEmpty { throw ExitCode(ExitStatus.unfinished.rawValue) }
  }

  private struct CleanReport: Encodable {
    let schema = 1
    let steps: [String]
    let kept: [String]
  }
}
