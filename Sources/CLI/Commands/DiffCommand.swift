import ArgumentParser
import Configuration
import Git
import Glibc
import Journal
import Orchestration
import YAML

/// `diff`: what a task changed, landed or not.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show what a task changed.",
    discussion: """
      Of a running task: its files as they are now, against the commit that it began at. Else: its last snapshot, \
      or what landed.
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  @Argument(help: "The task.")
  var task: TaskID

  @Option(help: ArgumentHelp("What this attempt left.", valueName: "n"))
  var attempt: Int?

  @Flag(help: "Name the changed files only.")
  var stat = false

  func run() async throws {
    let (workspace, output) = (try options.workspace(), options.output)
    let repository = try workspace.openRepository()
    guard let diff = try find(workspace, repository) else {
      return output.progress("\(task) has changed nothing yet")
    }
    var report = try DiffReport(diff, of: task, in: repository)
    if stat, !output.json { return report.lines.forEach(output.result) }
    let patch = try stat ? nil : repository.patch(from: diff.base, to: diff.work)
    if output.json {
      report.patch = patch.map { String(decoding: $0, as: UTF8.self) }
      return try output.json(report)
    }
    Patch(bytes: patch ?? []).print()
  }

  private func find(_ workspace: Workspace, _ repository: borrowing Repository) throws -> TaskDiff? {
    let runs = try workspace.state.runs()
    if which.run == "latest", runs.isEmpty { return try landed(workspace, repository, known: []) }
    let store = try RunStore(workspace.state.run(named: which.run))
    guard let record = store.state[task] else {
      return try landed(workspace, repository, known: store.state.order)
    }
    guard let attempt else { return try TaskDiff(of: record, in: repository) }
    if let diff = try TaskDiff(attempt: attempt, of: task, in: store, repository) { return diff }
    throw Failure(
      "nothing is kept of attempt \(attempt) of \(task)", hint: "its last attempt is \(record.attempt)",
      code: .configuration)
  }

  /// A task of an earlier run.
  private func landed(
    _ workspace: Workspace, _ repository: borrowing Repository, known: [TaskID]
  ) throws -> TaskDiff? {
    let history = try workspace.landings(workspace.configuration().config).history
    if let entry = history.latest(task), let diff = try TaskDiff(landed: entry, in: repository) {
      return diff
    }
    throw Failure.noTask(task, among: known)
  }
}

/// A patch on its way out: exact for a pipe, harmless for a terminal, which agents' bytes must not steer.
private struct Patch {
  let bytes: [UInt8]

  func print() {
    if isatty(STDOUT_FILENO) == 0 { return write(bytes, to: STDOUT_FILENO) }
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
      write(visible(String(decoding: line, as: UTF8.self)) + "\n", to: STDOUT_FILENO)
    }
  }
}
