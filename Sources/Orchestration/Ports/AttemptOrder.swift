/// Everything a worker needs for one attempt: the content of `attempt.json`.
package struct AttemptOrder: Hashable, Sendable, Codable {
  package var run: RunID
  package var task: TaskID
  package var attempt: Int
  /// Marks every process of this attempt (`ORCHESTRATE_NONCE`), so that leftovers can be found and ended.
  package var nonce: Nonce
  /// The number of the slot that the task occupies, from 0: keeps ports and scratch directories apart.
  package var slot: Int
  /// The lowest of the ports that belong to the slot.
  package var port = 0
  /// The task's worktree.
  package var worktree: String
  /// The attempt's own directory: the worker writes here and nowhere else.
  package var directory: String
  /// The task's home, kept as long as the task.
  package var home: String
  /// Where the agent can ask for more.
  package var mailbox: String
  /// Shell commands to run first in a checkout that is new.
  package var bootstrap: [String]
  /// Shell commands around everything else of the attempt.
  package var beforeAttempt: [String] = []
  package var afterAttempt: [String] = []
  package var turn: AgentTurn
  /// The turn writes tests only: of the checks only `fast` runs, and it has to fail.
  package var testsFirst: Bool
  package var lint: String?
  package var fast: String?
  /// The repository's or the task's doctor; the last word on the attempt.
  package var doctor: String?
  package var limits: AttemptLimits
  /// Where doctors take turns, and how many may run at once; nil where they need not.
  package var doctorTurns: String?
  package var doctorsAtOnce = 1
  /// What the commands can reach.
  package var confinement = Confinement.none
  /// The environment that commands may see, complete but for `passed`: nothing else is inherited.
  package var environment: [String: String]
  /// Variables that commands may see, too. Their values are in the worker's own environment and in no file.
  package var passed: [String] = []
  /// More of these for the agent's own turn only: its credentials.
  package var credentials: [String] = []
  /// More of these whose values no command gets by name, but which may show up in what it prints.
  package var hidden: [String] = []

  package init(
    run: RunID, task: TaskID, attempt: Int, nonce: Nonce, turn: AgentTurn, limits: AttemptLimits
  ) {
    self.run = run
    self.task = task
    self.attempt = attempt
    self.nonce = nonce
    self.turn = turn
    self.limits = limits
    slot = 0
    testsFirst = false
    worktree = ""
    directory = ""
    home = ""
    mailbox = ""
    bootstrap = []
    environment = [:]
  }
}

/// Deadlines of one attempt. All count working time: not asleep, not paused.
package struct AttemptLimits: Hashable, Sendable, Codable {
  /// The whole attempt, minutes.
  package var minutes: Double
  /// No output of the agent for so long, minutes.
  package var stallMinutes: Double
  /// One doctor, lint or fast command, seconds.
  package var doctorSeconds: Double
  /// What is kept of the attempt's output, bytes.
  package var logBytes: Int

  package init(minutes: Double, stallMinutes: Double, doctorSeconds: Double, logBytes: Int) {
    self.minutes = minutes
    self.stallMinutes = stallMinutes
    self.doctorSeconds = doctorSeconds
    self.logBytes = logBytes
  }
}

/// What a worker leaves behind when it ends: the content of `exit.json`.
package struct AttemptExit: Hashable, Sendable, Codable {
  package var outcome: AttemptOutcome
  package init(outcome: AttemptOutcome) { self.outcome = outcome }
}
