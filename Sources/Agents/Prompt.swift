package import Orchestration

/// What an agent is told at the beginning of a turn. Pure: everything it mentions is handed in.
package struct Prompt: Hashable, Sendable {
  package var spec: TaskSpec
  /// What the task said it would change, as resources and globs; empty means anything.
  package var writes: [String]
  /// Resources that it may change beside them: an agent asked, or the work before needed them.
  package var granted: [ResourceName] = []
  /// The commands that judge the attempt, in their order.
  package var checks: [JudgingCommand]
  /// Strict TDD, and this turn writes tests only: what it may change.
  package var testPaths: [String]?
  /// Tasks whose agents work at the same time, in worktrees of their own.
  package var inFlight: [NeighbourTask]
  /// Why this is not the first turn.
  package var retry: RetryReason?
  /// The output of the check that failed.
  package var failureOutput: String?
  /// The end of what the last turn said, for an agent that does not remember it.
  package var lastWords: String?
  /// The conflict's hunks with markers.
  package var hunks: String?
  /// What a person wants the agent to know.
  package var note: String?

  package init(spec: TaskSpec) {
    self.spec = spec
    writes = []
    checks = []
    inFlight = []
  }

  /// A command that judges an attempt.
  package struct JudgingCommand: Hashable, Sendable {
    package var check: Check
    package var command: String

    package init(_ check: Check, _ command: String) {
      self.check = check
      self.command = command
    }
  }

  /// Another task, as far as an agent needs to know it.
  package struct NeighbourTask: Hashable, Sendable {
    package var id: TaskID
    package var name: String
    package var writes: [String]

    package init(id: TaskID, name: String, writes: [String]) {
      self.id = id
      self.name = name
      self.writes = writes
    }
  }

  /// The end of a failed check's output that the agent sees; the end comes first, because it says what failed.
  package static let outputLimit = 12_000
  /// What the agent sees of its last turn.
  package static let lastWordsLimit = 4_000
  /// What the agent sees of the conflict's hunks.
  package static let hunksLimit = 24_000

  /// Markdown, the most urgent part first.
  package var text: String {
    [
      "# Task \(spec.id): \(spec.name)", noteSection, retrySection, lastWordsSection, conflictSection,
      spec.prompt.trimmed,
      testsFirstSection, scopeSection, affectedSection, judgementSection, neighbourSection, Self.rules,
    ]
    .compactMap(\.self).joined(separator: "\n\n") + "\n"
  }

  private static let rules = """
    ## Rules

    - Work in the current directory only. Leave your result as files: the orchestrator commits them, so do not
      commit, do not switch branches and do not change anything in `.git`.
    - When you end, everything that you started is ended too.
    """

  private var noteSection: String? {
    note.map { "## Note from a person\n\n\($0.trimmed)" }
  }

  private var retrySection: String? {
    guard let retry else { return nil }
    var section = "## Why you are asked again\n\n\(retry.sentence)"
    if let failureOutput, !failureOutput.trimmed.isEmpty {
      let shown = bounded(failureOutput.trimmed, to: Self.outputLimit)
      section += "\n\nThe end of its output:\n\n\(codeBlock(shown.text))"
      if shown.isCut { section += "\n\n(What stands before is left out.)" }
    }
    return section
  }

  private var lastWordsSection: String? {
    guard retry != nil, let lastWords else { return nil }
    let shown = bounded(lastWords.trimmed, to: Self.lastWordsLimit).text
    return shown.isEmpty ? nil : "## What your last turn said at its end\n\n\(codeBlock(shown))"
  }

  private var conflictSection: String? {
    guard let hunks, !hunks.isEmpty else { return nil }
    let shown = String(hunks.prefix(Self.hunksLimit))
    return """
      ## Conflict

      Meanwhile other work has landed. Your worktree stands on it now, with your own change carried over where it
      merged. Make your change work on top of what has landed; do not undo that. The parts that did not merge:

      \(codeBlock(shown))
      """
  }

  private var testsFirstSection: String? {
    guard let testPaths else { return nil }
    return """
      ## This turn: the tests, nothing else

      First come tests for what this task asks for; the work itself is the next turn. Change only:

      \(list(testPaths.map { "`\($0)`" }))

      The tests have to fail now, because what they test is not there yet. A change of any other path fails the turn.
      """
  }

  private var scopeSection: String? {
    guard !writes.isEmpty, testPaths == nil else { return nil }
    let all = writes + granted.map { "resource \($0)" }
    return """
      ## What you may change

      This task declared that it changes:

      \(list(all.map { "`\($0)`" }))

      For anything else ask before: `orchestrate-worker access --write GLOB --reason WHY` answers at once. When
      another task holds the lock and you need it, do all else first, then add `--wait SECONDS`. What that task has
      landed by then is not in your worktree; it is merged with your change when you are done.
      """
  }

  private var affectedSection: String? {
    guard !spec.affectedTests.isEmpty else { return nil }
    return "## Tests that it concerns\n\n\(list(spec.affectedTests.map { "`\($0)`" }))"
  }

  private var judgementSection: String? {
    if testPaths != nil, let fast = checks.first(where: { $0.check == .fast }) {
      return "## How it will be judged\n\nThis command has to fail after you end: `\(fast.command)`"
    }
    guard !checks.isEmpty else { return nil }
    let commands = checks.map { "\($0.check.rawValue): `\($0.command)`" }
    return """
      ## How it will be judged

      These commands have to succeed after you end, and again on your change merged with everybody else's:

      \(list(commands))
      """
  }

  private var neighbourSection: String? {
    guard !inFlight.isEmpty else { return nil }
    let tasks = inFlight.map { task in
      let writes =
        task.writes.isEmpty ? "" : ", changes \(task.writes.map { "`\($0)`" }.joined(separator: ", "))"
      return "\(task.id) \(task.name)\(writes)"
    }
    return "## At work at the same time\n\nLeave these to the others:\n\n\(list(tasks))"
  }
}

private func list(_ items: [String]) -> String { items.map { "- \($0)" }.joined(separator: "\n") }

/// The last `limit` characters, from the beginning of a line where there is one.
private func bounded(_ text: String, to limit: Int) -> (text: String, isCut: Bool) {
  guard text.count > limit else { return (text, false) }
  let end = text.suffix(limit)
  let line = end.firstIndex(of: "\n").map(end.index(after:)) ?? end.startIndex
  return (String(end[line...]), true)
}

extension String {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
