import Journal
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import CLI

@Suite("A live table")
struct LiveTableTests {
  private func frame(
    _ story: RunStory, rows: Int, columns: Int = 80, _ said: [TaskID: String] = [:]
  ) throws -> [String] {
    LiveFrame(
      state: try story.state, names: TaskNames([:]), lastLines: said, now: story.now,
      size: TerminalSize(rows: rows, columns: columns), time: .utc
    ).lines
  }

  @Test func showsWhatTheAgentSaidLast() throws {
    var story = try RunStory("001", "002")
    try story.begin("001")
    try story.tell(.taskWait(.slot), "002")
    let lines = try frame(story, rows: 24, [task("001"): "writing\u{1B}[2J tests"])
    #expect(
      lines == [
        "run 20261123-120000-abcd · orchestrate/main at aaaaaaaaaa · 0s · landed 0/2",
        "TASK  NAME  STATE    TRY  TIME", "001         running    1    0s  writing tests",
        "002         waiting             waits for a free slot", "1 running, 1 waiting",
      ])
  }

  @Test func foldsSettledTasksWhereThereAreMoreThanRows() throws {
    var story = try RunStory("001", "002", "003", "004")
    try story.land("001")
    try story.fail("002")
    try story.begin("004")
    let lines = try frame(story, rows: 7)
    #expect(lines.dropFirst(2).dropLast().map { $0.prefix(3) } == ["002", "003", "004"])
    #expect(lines.last == "1 landed, 1 failed, 1 pending, 1 running (1 not shown)")
  }

  @Test(arguments: [1, 2, 4, 5, 9, 40], [1, 7, 20, 79])
  func fitsInAnyTerminal(_ rows: Int, _ columns: Int) throws {
    var story = try RunStory("001", "002", "003", "004", "005")
    try story.begin("001")
    let said = [try task("001"): String(repeating: "日本語", count: 40)]
    let lines = try frame(story, rows: rows, columns: columns, said)
    #expect(lines.count < max(2, rows))
    // Five short columns do not get narrower than what is in them.
    if columns > 40 { #expect(lines.allSatisfy { $0.columns < columns }) }
  }

  @Test func drawsInPlace() {
    let size = TerminalSize(rows: 10, columns: 20)
    var table = LiveTable()
    #expect(table.redraw(["one", "two"], size: size) == "\rone\u{1B}[K\ntwo\u{1B}[K\n\u{1B}[J")
    #expect(table.redraw(["three"], size: size) == "\r\u{1B}[2Athree\u{1B}[K\n\u{1B}[J")
    #expect(table.erase(size: size) == "\r\u{1B}[1A\u{1B}[J")
    #expect(table.erase(size: size) == "")
  }

  @Test func aNarrowerTerminalWrapsWhatWasDrawn() {
    var table = LiveTable()
    let red = Palette(isColored: true).paint(String(repeating: "x", count: 15), .red)
    _ = table.redraw([red, "y"], size: TerminalSize(rows: 10, columns: 20))
    #expect(table.erase(size: TerminalSize(rows: 10, columns: 5)).hasPrefix("\r\u{1B}[4A"))
    _ = table.redraw([red, "y"], size: TerminalSize(rows: 10, columns: 20))
    #expect(table.erase(size: TerminalSize(rows: 3, columns: 5)).hasPrefix("\r\u{1B}[2A"))
  }
}

@Suite("The last lines of agents")
struct LastLinesTests {
  @Test func comeFromTheEndOfALongFileAndThenAsTheyAreWritten() throws {
    let scratch = try ScratchDirectory()
    let run = StateDirectory(commonDirectory: scratch.path).run(RunStory.run)
    var story = try RunStory("001", "002")
    try story.begin("001")
    var lines = LastLines(run)
    #expect(try lines.update(story.state) == [:])

    let events = run.task(try task("001")).attempt(1).events
    let writer = try JournalWriter.open(events, run: nil).writer
    for number in 0..<2000 { try say("line \(number)", to: writer) }
    #expect(try lines.update(story.state) == [task("001"): "line 1999"])
    try say("and \u{1B}[2Jone more", to: writer)
    #expect(try lines.update(story.state) == [task("001"): "and one more"])
    #expect(try lines.update(story.state) == [task("001"): "and one more"])
  }

  private func say(_ text: String, to writer: JournalWriter) throws {
    _ = try writer.append(
      [Entry(.agentMessage(AgentText(text: text)), task: try task("001"), attempt: 1)], at: RunStory.noon,
      durable: false)
  }
}
