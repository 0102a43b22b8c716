import ArgumentParser
import Journal
import Orchestration

/// `logs`: what happened in a run, in four views.
struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Show what happened in a run, and what the agents said.",
    usage: """
      git orchestrate logs [<task> ...] [--type <glob>] [--grep <regex>] [--follow]
      git orchestrate logs doctor <task> [--attempt <n>]
      git orchestrate logs timeline
      git orchestrate logs failures
      """,
    discussion: """
      Without a view: every event of the run and of its attempts, by time. 'doctor' prints what a task's doctor \
      printed, 'timeline' what took how long, 'failures' everything that went wrong and what to do about it.
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  @Argument(help: "A view (doctor, timeline, failures), then tasks; all when none is named.")
  var words: [String] = []

  @Option(help: ArgumentHelp("Only events of this type, such as 'doctor.*'.", valueName: "glob"))
  var type: String?

  @Option(help: ArgumentHelp("Only lines in which this is found.", valueName: "regex"))
  var grep: String?

  @Flag(name: .shortAndLong, help: "Go on until the run ends.")
  var follow = false

  @Option(help: ArgumentHelp("With 'doctor': this attempt, not the last.", valueName: "n"))
  var attempt: Int?

  enum View: String, CaseIterable {
    case doctor, timeline, failures
  }

  func validate() throws {
    if attempt != nil, view != .doctor { throw ValidationError("--attempt goes with 'logs doctor TASK'") }
    if view == .doctor, words.count < 2 { throw ValidationError("'logs doctor' needs a task") }
    if view != nil, follow { throw ValidationError("--follow goes with no view") }
  }

  /// The first word, where it names a view.
  private var view: View? { words.first.flatMap(View.init) }

  func run() async throws {
    let workspace = try options.workspace()
    let run = try workspace.state.run(named: which.run)
    let watching = try RunWatch(run, in: workspace.state)
    let tasks = try tasks(in: watching.state)
    let filter = try LogFilter(tasks: tasks, type: type, pattern: grep)
    switch view {
    case nil:
      try await EventListing(output: options.output, filter: filter, workspace: workspace)
        .print(watching, follow: follow)
    case .doctor: try printDoctor(tasks, in: run)
    case .timeline: try printTimeline(watching, filter)
    case .failures: try printFailures(watching, filter, workspace)
    }
  }

  private func tasks(in state: RunState) throws -> [TaskID] {
    try words.dropFirst(view == nil ? 0 : 1).map { word in
      if let id = TaskID(word), state[id] != nil { return id }
      throw Failure(
        "run \(state.id) has no task \(word.onOneLine)",
        hint: "it has \(state.order.map(\.description).joined(separator: ", "))", code: .configuration)
    }
  }
}

extension LogsCommand {
  private func printDoctor(_ tasks: [TaskID], in run: RunDirectory) throws {
    let logs = DoctorLogs(run: run, records: try JournalReader.read(run.journal).records)
    for task in tasks {
      for found in try logs.find(task, attempt: attempt) {
        options.output.progress("\(task), \(found.title): \(found.path)")
        try LogText(path: found.path).each(options.output.stream)
      }
    }
  }

  private func printTimeline(_ watching: RunWatch, _ filter: LogFilter) throws {
    let timeline = Timeline(try JournalReader.read(watching.run.journal).records.filter(filter.admits))
    let output = options.output
    if output.json { return try timeline.stretches.forEach(output.json) }
    let names = TaskNames(of: watching.state, in: watching.run)
    let table = timeline.table(names: names, time: .here)
    for line in table.lines(width: output.width, palette: output.palette) where filter.admits(line) {
      output.result(line)
    }
  }

  private func printFailures(_ watching: RunWatch, _ filter: LogFilter, _ workspace: Workspace) throws {
    let digest = FailureDigest(try JournalReader.read(watching.run.journal).records.filter(filter.admits))
    let output = options.output
    if output.json { return try digest.items.forEach(output.json) }
    if digest.items.isEmpty { return output.progress("nothing went wrong") }
    let report = try StatusReport(watching, in: workspace)
    let lines = digest.lines(report: report, palette: output.palette) { LogText(path: $0).end() }
    for line in lines where filter.admits(line) { output.result(line) }
  }
}
