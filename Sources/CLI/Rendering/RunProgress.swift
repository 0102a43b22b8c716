import Glibc
import Journal
import Orchestration

/// Shows a run as it goes: a live table on a terminal, elsewhere one line an event.
struct RunProgress {
  /// Where lines go: they are the result of a command that only watches, and beside the result of one that runs.
  enum Place: Sendable { case result, progress }

  private let output: Output
  private let run: RunDirectory
  private let place: Place
  private var line: EventLine
  private var table = LiveTable()
  private var lastLines: LastLines

  init(output: Output, run: RunDirectory, place: Place = .progress) {
    self.output = output
    self.run = run
    self.place = place
    line = EventLine(names: TaskNames(), isVerbose: output.verbose)
    lastLines = LastLines(run)
  }

  /// Events happened, or time went by.
  mutating func show(_ state: RunState, _ records: [EventRecord]) throws {
    line.names.learn(state.order, in: run)
    guard output.isLive else { return try print(records) }
    let size = TerminalSize(of: STDERR_FILENO) ?? .usual
    let milestones = records.filter { output.verbose || $0.event.isMilestone }.compactMap(line.text)
    var text = milestones.isEmpty ? "" : table.erase(size: size)
    text += milestones.map { "\($0)\n" }.joined()
    let frame = LiveFrame(
      state: state, names: line.names, lastLines: lastLines.update(state), now: .now, size: size,
      palette: Palette(isColored: output.isColored))
    text += table.redraw(frame.lines, size: size)
    output.terminal(text)
  }

  /// Takes the table away, so that something can be printed in its place.
  mutating func end() {
    if output.isLive { output.terminal(table.erase(size: TerminalSize(of: STDERR_FILENO) ?? .usual)) }
  }

  private func print(_ records: [EventRecord]) throws {
    for record in records {
      if output.json {
        if place == .result { try output.json(record: record) }
      } else if let text = line.text(record) {
        if place == .result { output.result(text) } else { output.progress(text) }
      }
    }
  }
}
