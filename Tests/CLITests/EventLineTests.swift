import Orchestration
import Testing

@testable import CLI

@Suite("One line for an event")
struct EventLineTests {
  private static let doctor = CheckFailure(check: .doctor, exit: 1, log: "/logs/doctor.log")

  private func line(
    _ event: Event, attempt: Int? = nil, verbose: Bool = false, zone: Int = 0
  ) throws -> String? {
    let record = EventRecord(
      sequence: 1, time: RunStory.noon, run: nil, entry: Entry(event, task: try task("003"), attempt: attempt)
    )
    let names = TaskNames([try task("003"): "fix-parser"])
    return EventLine(names: names, isVerbose: verbose, time: LocalTime { _ in zone }).text(record)
  }

  @Test(
    arguments: [
      (.check(.doctor, .fail(doctor)), "doctor fails: exit 1 (/logs/doctor.log)"),
      (.check(.doctor, .pass(seconds: 75)), "doctor passes (1m15s)"),
      (
        .taskRetry(TaskRetry(reason: .failed(.stalled(minutes: 10)))),
        "is tried again: no sign of life for 10 min"
      ),
      (
        .taskFail(.noProgress(.checkFailed(doctor))),
        "fails: no progress, the same files failed twice: doctor fails: exit 1 (/logs/doctor.log)"
      ),
      (.taskReview(.noChange), "needs you: the agent changed nothing, twice"),
      (.landDone(Landing(commit: commit("d"))), "lands as dddddddddd"),
      (
        .landWait(checkout: "/home/me/repo"),
        "waits to land: /home/me/repo is checked out and has changes of its own"
      ),
      (
        .mergeConflict(
          Conflict(with: commit("a"), paths: ["a", "b", "c", "d"].map { RepositoryPath($0) }, hunks: "")),
        "conflicts with aaaaaaaaaa in a, b, c and 1 more"
      ),
      (.agentError(AgentText(text: "rate limit")), "agent error: rate limit"),
      (
        .ratePause(RatePause(agent: "codex", cause: .limit, detail: "429", until: RunStory.noon)),
        "finds that agent codex is paused until 12:00:00: the agent's limit is reached (429)"
      ),
    ] as [(Event, String)])
  func says(_ event: Event, _ words: String) throws {
    #expect(try line(event) == "12:00:00 003 fix-parser \(words)")
  }

  @Test(
    arguments: [
      .agentMessage(AgentText(text: "hello")), .taskWait(.slot), .worktreeRemove, .landIntent(commit("d")),
    ] as [Event])
  func keepsBookkeepingForVerbose(_ event: Event) throws {
    #expect(try line(event) == nil)
    #expect(try line(event, verbose: true) != nil)
  }

  @Test func tellsTheTimeOnTheWall() throws {
    #expect(try line(.taskReview(.noChange), zone: 5400)?.hasPrefix("13:30:00 ") == true)
    #expect(LocalTime { _ in -46_800 }.minute(RunStory.noon) == "2026-11-22 23:00")
  }

  @Test func lengthsAreReadable() {
    let spans = [0, 59.9, 60, 3599, 3600, 86_399, 90_000, -5].map(LocalTime.span)
    #expect(spans == ["0s", "59s", "1m00s", "59m59s", "1h00m", "23h59m", "1d01h", "0s"])
  }

  /// Every text that an agent, a repository or another program had a hand in.
  @Test func nothingReachesTheTerminalUncleaned() throws {
    let evil = "a\u{1B}]0;title\u{7}b\u{1B}[2Jc\rd\ne\u{9B}31mf\u{202E}g"
    let failure = CheckFailure(check: .doctor, exit: nil, detail: evil, log: evil)
    let paths = [RepositoryPath(evil)]
    let events: [Event] = [
      .agentMessage(AgentText(text: evil)), .agentTool(AgentText(text: evil)),
      .agentError(AgentText(text: evil)),
      .agentSession(AgentSession(session: evil)), .check(.lint, .start(command: evil)),
      .check(.lint, .fail(failure)), .attemptFinish(.agentFailed(evil)),
      .attemptFinish(.infrastructure(evil)),
      .taskFail(.host(evil)), .taskReview(.protected(paths: paths)), .landWait(checkout: evil),
      .ratePause(RatePause(agent: evil, cause: .limit, detail: evil, until: nil)),
      .rateGo(RateGo(agent: evil)),
      .requestRefuse(RequestRefusal(nonce: Nonce("n"), why: evil)), .runPause(.infrastructure(evil)),
      .scopeViolation(ScopeViolation(undeclared: paths, protected: paths)),
      .attemptStart(AttemptStart(agent: evil)), .taskRetry(TaskRetry(reason: .interrupted(evil))),
    ]
    for event in events {
      let text = try #require(try line(event, verbose: true))
      #expect(
        !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }, "\(event.type)"
      )
      #expect(!text.unicodeScalars.contains("\u{202E}"), "\(event.type)")
    }
  }
}
