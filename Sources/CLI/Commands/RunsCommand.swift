import ArgumentParser
import Journal
import Orchestration

/// `runs`: all runs of the repository.
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs of this repository, the newest first.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let workspace = try options.workspace()
    let rows = try workspace.state.runs().map { RunSummary(of: $0, in: workspace.state) }
    let output = options.output
    if output.json { return try output.json(RunList(runs: rows)) }
    if rows.isEmpty { return output.progress("there is no run yet; start one: git orchestrate run") }
    for line in table(rows).lines(width: output.width, palette: output.palette) { output.result(line) }
  }

  private func table(_ rows: [RunSummary]) -> ColumnTable {
    var table = ColumnTable(columns: [
      .init("RUN"), .init("STATUS"), .init("STARTED"), .init("LANDED", isNumber: true),
      .init("TIME", isNumber: true), .init(""),
    ])
    table.rows = rows.map { row in
      [
        .init(row.run.description, .bold), .init(row.status),
        .init(row.startedAt.map(LocalTime.here.minute) ?? ""), .init("\(row.landed)/\(row.total)"),
        .init(row.durationSeconds.map(LocalTime.span) ?? ""), .init(row.note ?? "", .yellow),
      ]
    }
    return table
  }
}

/// What `runs --json` prints.
private struct RunList: Encodable {
  var schema = 1
  var runs: [RunSummary]
}

/// One run in a line. A run that cannot be read is listed all the same.
struct RunSummary: Encodable {
  var run: RunID
  var status: String
  @Nullable var startedAt: Timestamp? = nil
  @Nullable var finishedAt: Timestamp? = nil
  var landed = 0
  var total = 0
  @Nullable var durationSeconds: Double? = nil
  /// What is the matter with it.
  @Nullable var note: String? = nil

  init(of directory: RunDirectory, in stateDirectory: StateDirectory) {
    run = directory.id
    status = "unreadable"
    do {
      let state = try RunStore(directory).state
      let standing = try RunStanding(of: state, in: directory, stateDirectory)
      fill(from: StatusReport(state: state, standing: standing, names: TaskNames(), now: .now))
    } catch {
      note = Failure(describing: error).what.onOneLine
    }
  }

  private mutating func fill(from report: StatusReport) {
    let state = report.state
    status = state.status.rawValue
    startedAt = state.started
    finishedAt = state.finished
    landed = state.settledCount
    total = state.order.count
    durationSeconds = report.end.seconds(since: state.started)
    note = report.standing.warning
  }
}
