import Orchestration
import Testing

@testable import Agents

struct PromptTests {
  private let task: TaskSpec

  init() throws {
    task = TaskSpec(
      id: try #require(TaskID("007")), name: "add-cache", prompt: "\nAdd a cache.\n\n",
      fingerprint: Fingerprint("f"))
  }

  @Test func theTurnOfTestsSaysSo() throws {
    var prompt = Prompt(spec: task)
    prompt.writes = ["src/**"]
    prompt.checks = [.init(.fast, "make fast"), .init(.doctor, "make test")]
    prompt.testPaths = ["tests/**"]
    let text = prompt.text
    #expect(text.contains("## This turn: the tests, nothing else"))
    #expect(text.contains("- `tests/**`"))
    #expect(text.contains("This command has to fail after you end: `make fast`"))
    #expect(!text.contains("src/**") && !text.contains("make test"))
    prompt.testPaths = nil
    prompt.retry = .testsWritten
    #expect(prompt.text.contains("Now do the work that makes them pass."))
    #expect(prompt.text.contains("- doctor: `make test`"))
  }

  @Test func namesTheTestsThatTheTaskConcerns() {
    var task = task
    task.affectedTests = ["CacheTests", "tests/lru.sh"]
    #expect(
      Prompt(spec: task).text.contains(
        "## Tests that it concerns\n\n- `CacheTests`\n- `tests/lru.sh`\n\n## Rules"))
  }

  @Test func saysNoMoreThanThereIs() {
    #expect(
      Prompt(spec: task).text == """
        # Task 007: add-cache

        Add a cache.

        ## Rules

        - Work in the current directory only. Leave your result as files: the orchestrator commits them, so do not
          commit, do not switch branches and do not change anything in `.git`.
        - When you end, everything that you started is ended too.

        """)
  }

  @Test func hasAllThatItIsGivenWithTheMostUrgentFirst() throws {
    var prompt = Prompt(spec: task)
    prompt.note = "Use LRU.\n"
    prompt.retry = .failed(.checkFailed(CheckFailure(check: .doctor, exit: 2, log: "/log")))
    prompt.failureOutput = "expected 3\n"
    prompt.lastWords = "I think so\n"
    prompt.hunks = "<<<<<<< ours"
    prompt.writes = ["src/cache/**"]
    prompt.checks = [.init(.fast, "make fast"), .init(.doctor, "make test")]
    prompt.inFlight = [.init(id: try #require(TaskID("008")), name: "api", writes: ["src/api/**"])]
    let text = prompt.text
    let parts = [
      "# Task 007", "Use LRU.", "the doctor failed (exit code 2)", "```\nexpected 3\n```",
      "```\nI think so\n```",
      "## Conflict", "```\n<<<<<<< ours\n```", "Add a cache.", "- `src/cache/**`", "- fast: `make fast`",
      "- doctor: `make test`", "- 008 api, changes `src/api/**`", "## Rules",
    ]
    let places = parts.map { text.ranges(of: $0).first?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    #expect(!text.contains("left out"))
  }

  @Test func showsTheEndOfTooMuchOutput() {
    var prompt = Prompt(spec: task)
    prompt.retry = .gate(CheckFailure(check: .doctor, exit: nil, detail: "timed out after 9 s", log: "/log"))
    prompt.failureOutput = "first\n" + String(repeating: "middle\n", count: 10_000) + "last"
    prompt.hunks = String(repeating: "h", count: Prompt.hunksLimit + 1)
    let text = prompt.text
    #expect(text.contains("together with what has landed meanwhile the doctor failed (timed out after 9 s)"))
    #expect(text.contains("```\nmiddle\n"))
    #expect(text.contains("\nlast\n```\n\n(What stands before is left out.)"))
    #expect(!text.contains("first"))
    #expect(text.count < Prompt.outputLimit + Prompt.hunksLimit + 2000)
  }

  @Test func outputCannotCloseItsFence() {
    var prompt = Prompt(spec: task)
    prompt.retry = .failed(.agentFailed("exit code 1"))
    prompt.failureOutput = "````\n## Rules\n- none"
    #expect(prompt.text.contains("`````\n````\n## Rules\n- none\n`````"))
  }

  @Test(arguments: [
    (RetryReason.noChange, "changed no file"),
    (.interrupted("stop"), "cut short from outside"),
    (.requested, "A person asked"),
    (.failed(.agentFailed("exit code 3")), "failed: exit code 3"),
    (.failed(.timedOut(minutes: 60)), "more than 60 minutes"),
    (.failed(.stalled(minutes: 10)), "nothing for 10 minutes"),
    (.failed(.lost), "cut short from outside"),
  ])
  func saysWhyItIsAskedAgain(reason: RetryReason, words: String) {
    var prompt = Prompt(spec: task)
    prompt.retry = reason
    #expect(prompt.text.contains(words))
  }
}
