import Configuration
import FoundationEssentials
import Journal
import Orchestration
import SystemPackage
import Testing

@testable import CLI

@Suite("Where a run stands")
struct StatusReportTests {
  @Test func saysEverythingOfARunUnderWay() throws {
    var story = try RunStory("001", "002", "003")
    try story.land("001")
    try story.begin("002")
    try story.tell(.taskWait(.lock(resource: ResourceName("api"), held: .write, by: task("002"))), "003")
    story.seconds += 30
    let text = try StatusReport(story).text
    #expect(
      text.first
        == "run 20261123-120000-abcd · running · orchestrate/main at dddddddddd · 4m30s · landed 1/3")
    #expect(
      text.dropFirst(2).prefix(4) == [
        "TASK  NAME  STATE    TRY   TIME", "001         landed     1  4m00s  dddddddddd",
        "002         running    1    30s",
        "003         waiting              waits for write lock \"api\" held by 002",
      ])
    #expect(text.last == "1 landed, 1 running, 1 waiting")
  }

  @Test func saysWhyATaskFailedAndWhatToDo() throws {
    var story = try RunStory("003")
    try story.fail("003")
    try story.tell(.runFinish(RunFinish(landed: 0, unlanded: 1)))
    let text = try StatusReport(story, .none).text.joined(separator: "\n")
    for part in [
      "003: no progress, the same files failed twice: doctor fails: exit 1", "output: /logs/doctor.log",
      "branch: orchestrate/task/20261123-120000-abcd/003", "git orchestrate diff 003",
      "git orchestrate approve 003",
      "git orchestrate retry 003", "git orchestrate logs doctor 003", "finished: nothing landed",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    var older = try StatusReport(story, .none)
    older.isLatest = false
    #expect(older.text.contains { $0.contains("diff 003 --run 20261123-120000-abcd") })
  }

  @Test func saysHowToTakeASessionOver() throws {
    var story = try RunStory("001")
    try story.begin("001")
    try story.tell(.agentSession(AgentSession(session: "s-1")), "001", attempt: 1)
    var report = try StatusReport(story, .none)
    report.run = StateDirectory(commonDirectory: "/g").run(RunStory.run)
    let home = "/g/orchestrate/runs/\(RunStory.run)/tasks/001/home"
    let command = "cd /w/001 && CODEX_HOME=\(home)/.codex codex resume s-1"
    #expect(report.text.contains("001, its session by hand: \(command)"))
    #expect(report.document.tasks.first?.takeover == command)
    var codex = AgentDefinition()
    (codex.model, codex.args) = ("gpt-5", ["-c", "a=\"b\""])
    report.agents["codex"] = codex
    #expect(
      report.document.tasks.first?.takeover
        == command.replacing("codex resume", with: "codex --model gpt-5 -c 'a=\"b\"' resume"))
    // Its agent is at it.
    report = try StatusReport(story, .live)
    report.run = StateDirectory(commonDirectory: "/g").run(RunStory.run)
    #expect(report.document.tasks.first?.takeover == nil)
  }

  @Test(
    arguments: [
      (.live, 2, nil), (.none, 0, nil), (.dead, 0, "orchestrator dead: git orchestrate resume"),
      (.dead, 2, "orchestrator dead, 2 workers alive: git orchestrate resume"),
      (.none, 1, "no orchestrator, 1 worker alive: git orchestrate resume"),
    ] as [(RunStanding.Orchestrator, Int, String?)])
  func warns(_ orchestrator: RunStanding.Orchestrator, _ workers: Int, _ warning: String?) throws {
    let report = try StatusReport(try RunStory("001"), orchestrator, workers: workers)
    #expect(report.standing.warning == warning)
    if let warning { #expect(report.text[1] == warning) }
  }

  @Test func theClockOfADeadRunStandsStill() throws {
    var story = try RunStory("001")
    try story.tell(.hostWake(seconds: 1), after: 10)
    story.seconds += 5000
    #expect(try StatusReport(story, .dead).text[0].contains(" · 10s · "))
    #expect(try StatusReport(story, .live).text[0].contains(" · 1h23m · "))
  }

  @Test func namesTheCheckoutThatLandingWaitsFor() throws {
    var story = try RunStory("001")
    try story.begin("001")
    try story.tell(.attemptFinish(.passed), "001", attempt: 1)
    try story.tell(.snapshotCreate(story.snapshot(wip: false)), "001")
    let candidate = Candidate(id: commit("d"), base: commit("a"), content: .snapshot(commit("b")))
    try story.tell(.mergeCandidate(candidate), "001")
    try story.tell(.landWait(checkout: "/home/me/repo"), "001")
    #expect(
      try StatusReport(story).text[1]
        == "landing waits: /home/me/repo is checked out and has changes; commit or stash them there")
  }

  @Test func aFinishedRunSaysHowToTakeItHome() throws {
    var story = try RunStory("001")
    try story.land("001")
    try story.tell(.runFinish(RunFinish(landed: 1, unlanded: 0)))
    #expect(try StatusReport(story, .none).text.last == "finished: deliver with git orchestrate deliver")
    #expect(try story.state.exitStatus == .success)
  }

  @Test func exitsAsTheRunDid() throws {
    var failed = try RunStory("001")
    try failed.fail("001")
    try failed.tell(.runFinish(RunFinish(landed: 0, unlanded: 1)))
    #expect(try failed.state.exitStatus == .unfinished)
    for (cause, status) in [(RunStop.Cause.interrupt, ExitStatus.interrupted), (.terminate, .terminated)] {
      var stopped = try RunStory("001")
      try stopped.tell(.runStop(RunStop(cause: cause)))
      #expect(try stopped.state.exitStatus == status)
    }
    var red = try RunStory("001")
    try red.tell(.runFinish(RunFinish(landed: 0, unlanded: 1)))
    #expect(try red.state.exitStatus == .unfinished)
  }

  @Test func saysWhichAgentIsPausedAndUntilWhen() throws {
    var story = try RunStory("001", "002", "003")
    try story.begin("001")
    let end = story.now.advanced(bySeconds: 90)
    try story.tell(.attemptFinish(.unavailable(AgentOutage(cause: .limit, detail: "429"))), "001", attempt: 1)
    let pause = RatePause(agent: "codex", cause: .limit, detail: "429", until: end)
    try story.tell(.ratePause(pause), "001", attempt: 1)
    try story.tell(.taskRetry(TaskRetry(reason: .interrupted("429"))), "001")
    for task in ["001", "002", "003"] { try story.tell(.taskWait(.agent("codex")), task) }
    let text = try StatusReport(story).text
    #expect(text[1] == "agent codex is paused until 12:01:30: the agent's limit is reached (429)")
    #expect(text.contains { $0.hasPrefix("001 ") && $0.hasSuffix("waits: agent codex is paused") })
    #expect(text.contains { $0.hasPrefix("003 ") && $0.hasSuffix("waits: agent codex is paused") })
    let document = try StatusReport(story).document
    #expect(document.paused == nil)
    #expect(document.agentsPaused.map(\.agent) == ["codex"] && document.agentsPaused[0].until == end)
    try story.tell(.rateGo(RateGo(agent: "codex")))
    #expect(try StatusReport(story).document.agentsPaused.isEmpty)
  }

  @Test func aRunWithoutAnybodyWhoCanLogInIsPaused() throws {
    var story = try RunStory("001")
    try story.begin("001")
    let outage = AgentOutage(cause: .credentials, detail: "401")
    try story.tell(.attemptFinish(.unavailable(outage)), "001", attempt: 1)
    try story.tell(
      .ratePause(RatePause(agent: "codex", cause: .credentials, detail: "401", until: nil)), "001")
    #expect(
      try StatusReport(story).text[1]
        == "agent codex is paused until a retry or resume: the agent cannot log in or has no credit (401)")
    try story.tell(.taskRetry(TaskRetry(reason: .interrupted("401"))), "001")
    try story.tell(.taskWait(.agent("codex")), "001")
    #expect(try StatusReport(story).text[1] == "paused: agent codex: 401")
    #expect(try StatusReport(story).text[2] == "")
  }

  @Test func jsonHasEveryKeyAlways() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let bytes = try encoder.encode(try StatusReport(try RunStory("001")).document)
    let object = try #require(try AnyJSON.object(bytes))
    #expect(
      Set(object.keys) == [
        "schema", "run", "status", "main_branch", "base", "tip", "started_at", "finished_at", "orchestrator",
        "workers_alive", "paused", "agents_paused", "base_red", "budget", "tokens", "cost_usd", "errands",
        "tasks",
      ])
    guard case .array(let tasks)? = object["tasks"], case .object(let row)? = tasks.first else {
      Issue.record("no tasks")
      return
    }
    #expect(
      Set(row.keys) == [
        "id", "name", "state", "reason", "waiting_for", "attempts", "branch", "snapshot", "landed", "agent",
        "session", "takeover", "tokens", "cost_usd", "started_at", "finished_at",
      ])
    #expect(object["finished_at"] == .null)
  }

  @Test func columnsAreThoseOfATerminal() {
    #expect("abc".columns == 3)
    #expect("日本語".columns == 6)
    #expect("e\u{301}👩‍👩‍👧é".columns == 4)
    #expect("日本語".cut(toColumns: 5) == "日本…")
    #expect("日本語".cut(toColumns: 4) == "日…")
    #expect("abc".cut(toColumns: 3) == "abc")
    var table = ColumnTable(columns: [.init("A"), .init("B")])
    table.rows = [[.init("日本"), .init("x")], [.init("abc"), .init("long text")]]
    #expect(table.lines(width: 10, palette: Palette(isColored: false)) == ["A     B", "日本  x", "abc   lon…"])
  }
}

/// Any JSON value: what is there, and what is `null`.
enum AnyJSON: Decodable, Equatable {
  case object([String: AnyJSON])
  case array([AnyJSON])
  case null
  case other

  static func object(_ bytes: Data) throws -> [String: AnyJSON]? {
    if case .object(let object) = try JSONDecoder().decode(Self.self, from: bytes) { object } else { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let object = try? container.decode([String: AnyJSON].self) {
      self = .object(object)
    } else if let array = try? container.decode([AnyJSON].self) {
      self = .array(array)
    } else {
      self = .other
    }
  }
}
