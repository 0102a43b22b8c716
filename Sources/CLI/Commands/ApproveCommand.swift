import ArgumentParser
import Configuration
import Git
import Orchestration

/// `approve`: a person's commit lands in place of an agent's.
struct ApproveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Land a commit for a task without another agent turn.",
    discussion: """
      The commit, by default the tip of the task's branch with whatever you committed there, becomes the task's \
      snapshot: it is merged, gated and landed like any other.
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  @Argument(help: "The tasks to approve.")
  var tasks: [TaskID]

  @Option(help: ArgumentHelp("Land this commit.", valueName: "rev"))
  var rev: String?

  func validate() throws {
    if rev != nil, tasks.count > 1 { throw ValidationError("--rev goes with one task") }
  }

  func run() async throws {
    let workspace = try options.workspace()
    let store = try RunStore(workspace.state.run(named: which.run))
    for task in tasks {
      let commit = try commit(for: task, store, workspace)
      _ = try await RequestDesk(workspace: workspace, store: store).carryOut(.approve(task, commit: commit))
      options.output.progress("\(task): \(commit.short) is approved")
    }
    try NextStep(workspace: workspace).tell(options.output)
  }

  private func commit(for task: TaskID, _ store: RunStore, _ workspace: Workspace) throws -> CommitID {
    let config = try workspace.configuration(frozenIn: store.directory).config
    let branch = "\(config.taskBranchPrefix)\(store.state.id)/\(task)"
    let revision = rev ?? "refs/heads/\(branch)"
    guard let id = try workspace.openRepository().resolve(revision: revision) else {
      throw Failure(
        rev == nil ? "\(task) has no branch \(branch)" : "\(revision) is no commit",
        hint: "name one: git orchestrate approve \(task) --rev REV", code: .configuration)
    }
    return CommitID(trusted: id.hex)
  }
}
