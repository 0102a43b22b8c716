import Journal
import Orchestration

/// The events of a run as lines, or as JSON objects, as they come.
struct EventListing {
  let output: Output
  let filter: LogFilter
  let workspace: Workspace

  /// Prints what there is, and with `follow` what comes, until the run ends or nobody reads any more.
  func print(_ start: RunWatch, follow: Bool) async throws {
    var watching = start
    let standing = try watching.standing()
    var history = RunHistory(watching.run, isOrphaned: standing.orchestrator != .live)
    var line = EventLine(names: TaskNames(of: watching.state, in: watching.run), isVerbose: true)
    while true {
      // The end is asked for before the last events are read, so that none is missed.
      let situation = follow ? try watching.look().situation : .orphaned
      line.names.learn(watching.state.order, in: watching.run)
      for record in try history.next(where: filter.admits) {
        guard try print(record, line) else { return }
      }
      if situation != .underWay { break }
      try await RunWatch.pause()
    }
    for problem in history.problems { output.progress("warning: \(problem)") }
    if follow, let warning = try watching.standing().warning { output.progress(warning) }
    if !output.json { try sayTakeovers(watching) }
  }

  private func sayTakeovers(_ watching: RunWatch) throws {
    let report = try StatusReport(watching, in: workspace)
    let records = report.state.records.filter { filter.tasks.isEmpty || filter.tasks.contains($0.id) }
    for line in records.compactMap(report.takeoverLine) { output.progress(line) }
  }

  /// False when nobody reads any more.
  private func print(_ record: EventRecord, _ line: EventLine) throws -> Bool {
    guard let text = line.text(record), filter.admits(text) else { return true }
    return output.json ? try output.json(record: record) : output.stream(text)
  }
}
