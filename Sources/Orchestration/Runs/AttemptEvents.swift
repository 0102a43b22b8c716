/// An attempt is about to be launched.
package struct AttemptStart: Hashable, Sendable, Codable {
  /// The agent's name in the configuration.
  package var agent: String
  /// A number from 0 that no other worker has while this one lives; nil in journals of before there was one.
  package var slot: Int?

  package init(agent: String, slot: Int? = nil) {
    self.agent = agent
    self.slot = slot
  }
}

/// How an attempt ended. Values, not errors: every one of them is an ordinary end.
package enum AttemptOutcome: Hashable, Sendable, Codable {
  /// The agent finished and every check passed.
  case passed
  /// The agent's program failed, or ended without saying that it is done.
  case agentFailed(String)
  case checkFailed(CheckFailure)
  /// The turn that was to write tests first did something else.
  case testsFirst(TestsFirstFailure)
  /// The attempt's working time is used up, minutes.
  case timedOut(minutes: Int)
  /// No output for so long, minutes.
  case stalled(minutes: Int)
  /// Its turn was ended because the task's budget is spent.
  case overBudget(BudgetReport)
  /// We ended it: `stop`, a signal, `skip`.
  case stopped
  /// The worker died without leaving a result.
  case lost
  /// The host could not do its part (disk full, worker did not start); uses no attempt.
  case infrastructure(String)
  /// No turn of this agent works at the moment; says nothing about the task and uses no attempt.
  case unavailable(AgentOutage)

  var isBootstrapFailure: Bool {
    if case .checkFailed(let failure) = self { failure.check == .bootstrap } else { false }
  }

  /// What makes two failures the same failure, beside the files.
  package var signature: String {
    switch self {
    case .passed: "passed"
    case .agentFailed(let detail): "agent \(detail)"
    case .checkFailed(let failure):
      "\(failure.check) \(failure.exit.map(String.init) ?? failure.detail ?? "")"
    case .testsFirst(.passAlready): "tests pass already"
    case .testsFirst(.otherPaths): "other paths than tests"
    case .timedOut: "timeout"
    case .stalled: "stall"
    case .overBudget: "budget"
    case .stopped: "stopped"
    case .lost: "lost"
    case .infrastructure(let detail): "infrastructure \(detail)"
    case .unavailable(let outage): "unavailable \(outage.cause.rawValue)"
    }
  }
}

/// How the first turn of strict TDD fails.
package enum TestsFirstFailure: Hashable, Sendable, Codable {
  /// The fast tests pass, so that they test nothing that is missing; their output, an absolute path.
  case passAlready(log: String)
  /// It changed more than tests.
  case otherPaths([RepositoryPath])
}

/// Why an agent is of no use for now.
package struct AgentOutage: Hashable, Sendable, Codable {
  /// What is wrong with it.
  package enum Cause: String, Hashable, Sendable, Codable {
    /// Too many requests, or a quota that fills up again.
    case limit
    /// The provider does not answer, or answers with errors.
    case outage
    /// Nobody is logged in, the key is wrong, or there is no credit: only a person can change that.
    case credentials
  }
  package var cause: Cause
  /// What the agent said, one line.
  package var detail: String
  /// When it is over; nil where nobody said so.
  package var until: Timestamp?

  package init(cause: Cause, detail: String, until: Timestamp? = nil) {
    self.cause = cause
    self.detail = detail
    self.until = until
  }
}

/// Whom to signal: a process that cannot be confused with a later one of the same number.
package struct ProcessIdentity: Hashable, Sendable, Codable {
  package var pid: Int32
  /// Clock ticks after boot at which the process started, field 22 of `/proc/<pid>/stat`.
  package var started: UInt64
  /// `/proc/sys/kernel/random/boot_id`.
  package var boot: String

  package init(pid: Int32, started: UInt64, boot: String) {
    self.pid = pid
    self.started = started
    self.boot = boot
  }
}

/// The agent's own session, with which the next turn or a person goes on.
package struct AgentSession: Hashable, Sendable, Codable {
  package var session: String
  package init(session: String) { self.session = session }
}

/// One line of what an agent says or does, for people.
package struct AgentText: Hashable, Sendable, Codable {
  package var text: String
  /// What a tool call may look at in the worktree, as the agent names it; nil where nothing is named.
  package var paths: [String]?

  package init(text: String, paths: [String]? = nil) {
    self.text = text
    self.paths = paths
  }
}

/// What a turn cost. `input` counts the uncached tokens only.
package struct Usage: Hashable, Sendable, Codable {
  package var input: Int
  package var cached: Int
  package var output: Int
  /// US dollars; nil when the agent reports none.
  package var cost: Double?

  package init(input: Int = 0, cached: Int = 0, output: Int = 0, cost: Double? = nil) {
    self.input = input
    self.cached = cached
    self.output = output
    self.cost = cost
  }

  /// All of them, the cached ones included.
  package var tokens: Int { input + cached + output }

  /// The sum; its cost is that of whoever tells one.
  package static func + (left: Usage, right: Usage) -> Usage {
    let costs = [left.cost, right.cost].compactMap(\.self)
    return Usage(
      input: left.input + right.input, cached: left.cached + right.cached, output: left.output + right.output,
      cost: costs.isEmpty ? nil : costs.reduce(0, +))
  }
}
