import ArgumentParser

/// `uninstall`: takes back what `init` did.
struct UninstallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall", abstract: "Take back what 'init' did to this clone.",
    discussion: """
      .orchestrator.yaml, branches and the record of runs stay; --all removes these too, but for the file, the \
      integration branch and what was rescued.
      """)

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Remove worktrees, task branches and the record of all runs, too.")
  var all = false

  @Flag(help: "With --all: also what never landed; it is kept under refs/orchestrate/rescue/.")
  var force = false

  func run() async throws {
    let (removal, output) = (Removal(workspace: try options.workspace()), options.output)
    if all {
      try await removal.removeEverything(force: force, output.result)
    } else {
      try removal.removeInstallation(output.result)
    }
  }
}
