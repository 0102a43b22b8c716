import Orchestration

extension StatusReport {
  /// What `status --json` prints; key strategy is snake case.
  struct Document: Encodable {
    var schema = 1
    var run: RunID
    var status: RunState.Status
    var mainBranch: String
    @Nullable var base: String? = nil
    var tip: CommitID
    var startedAt: Timestamp
    @Nullable var finishedAt: Timestamp? = nil
    var orchestrator: RunStanding.Orchestrator
    var workersAlive: Int
    /// Why nothing new starts.
    @Nullable var paused: String? = nil
    /// Agents that no task may use for now.
    var agentsPaused: [Pause]
    /// What is wrong with the commit that everything would start from.
    @Nullable var baseRed: String? = nil
    /// The limit at which the run stopped.
    @Nullable var budget: BudgetReport? = nil
    var tokens: Tokens
    @Nullable var costUsd: Double? = nil
    /// What commits started, as far as it is under way or failed.
    var errands: [String]
    var tasks: [Row]
  }

  struct Row: Encodable {
    var id: TaskID
    var name: String
    var state: String
    @Nullable var reason: String? = nil
    @Nullable var waitingFor: String? = nil
    var attempts: Int
    @Nullable var branch: String? = nil
    @Nullable var snapshot: CommitID? = nil
    @Nullable var landed: CommitID? = nil
    @Nullable var agent: String? = nil
    @Nullable var session: String? = nil
    /// The command line with which a person goes on with the session.
    @Nullable var takeover: String? = nil
    var tokens: Tokens
    @Nullable var costUsd: Double? = nil
    @Nullable var startedAt: Timestamp? = nil
    @Nullable var finishedAt: Timestamp? = nil
  }

  struct Pause: Encodable {
    var agent: String
    var cause: AgentOutage.Cause
    var detail: String
    @Nullable var until: Timestamp? = nil
  }

  struct Tokens: Encodable {
    var input: Int
    var cached: Int
    var output: Int

    init(_ usage: Usage) { (input, cached, output) = (usage.input, usage.cached, usage.output) }
  }

  var document: Document {
    Document(
      run: state.id, status: state.status, mainBranch: state.start.branch, base: state.start.base,
      tip: state.tip, startedAt: state.started, finishedAt: state.finished,
      orchestrator: standing.orchestrator, workersAlive: standing.workersAlive, paused: state.pause?.words,
      agentsPaused: state.pauses.map(pause), baseRed: state.baseRed?.words, budget: state.spentBudget,
      tokens: Tokens(state.usage),
      costUsd: state.usage.cost, errands: errands, tasks: state.records.map(row))
  }

  private func pause(_ pause: RatePause) -> Pause {
    Pause(agent: pause.agent, cause: pause.cause, detail: pause.detail, until: pause.until)
  }

  private func row(_ record: TaskRecord) -> Row {
    let usage = record.usage
    var row = Row(
      id: record.id, name: names[record.id], state: record.state.name, attempts: record.attempt,
      tokens: Tokens(usage))
    row.reason = record.state.reason
    row.waitingFor = waitingFor(record)
    row.branch = branch(of: record)
    row.snapshot = record.snapshot?.commit
    if case .landed(let commit) = record.state { row.landed = commit }
    row.agent = record.agent
    row.session = record.session
    row.takeover = takeover(of: record)
    row.costUsd = usage.cost
    row.startedAt = record.started
    row.finishedAt = record.finished
    return row
  }
}

/// An optional that is written as `null`, so that every object of a kind has the same keys.
@propertyWrapper
struct Nullable<Value: Encodable>: Encodable {
  var wrappedValue: Value?

  init(wrappedValue: Value? = nil) { self.wrappedValue = wrappedValue }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
