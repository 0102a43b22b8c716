/// A run as its journal tells it. Only `apply` changes it; views read it, the engine decides from it.
package struct RunState: Hashable, Sendable {
  /// Whether the run goes on by itself, and what has to happen where it does not.
  package enum Status: String, Hashable, Sendable, Codable {
    case running, paused, stopped, finished
  }

  package let id: RunID
  package let start: RunStart
  package let started: Timestamp
  package internal(set) var status: Status = .running
  package internal(set) var finished: Timestamp?
  /// What the journal says of a pause; `pause` also knows the one that follows from everything else.
  var recordedPause: PauseReason?
  /// The last pause of each agent that had one.
  package internal(set) var agentPauses: [String: AgentPause] = [:]
  package internal(set) var stop: RunStop?
  /// The limit at which the run stopped; nil once somebody went on with it.
  package internal(set) var spentBudget: BudgetReport?
  /// The limits that were warned of.
  var warnedBudgets: [Budget: Double] = [:]
  /// In the order in which they were named.
  package internal(set) var order: [TaskID]
  package internal(set) var tasks: [TaskID: TaskRecord]
  /// Tasks outside the run whose work has landed.
  package internal(set) var satisfied: Set<TaskID>
  /// The integration branch's tip as far as the journal knows.
  package internal(set) var tip: CommitID
  /// The tip's doctor is green (or was overridden): agents may start.
  package internal(set) var tipVerified = false
  /// A tip that failed its doctor, or a base that cannot be followed.
  package internal(set) var baseRed: BaseRed?
  /// The one candidate in the landing lane.
  package internal(set) var lane: Lane?
  /// How far the integration branch has come outside; nil before the first push.
  package internal(set) var push: PushState?
  /// The last sequence number.
  package internal(set) var sequence: Int
  package internal(set) var lastTime: Timestamp
  /// Requests that have been answered, so that none is applied twice.
  package internal(set) var answered: Set<Nonce> = []

  /// A candidate on its way.
  package struct Lane: Hashable, Sendable {
    package var candidate: Candidate
    /// Nil where the candidate only takes over the base branch.
    package var task: TaskID?
    package var passed = false
    package var intent = false
    /// The checkout whose changes keep the candidate from landing.
    package var waitsFor: String?
    /// Red verdicts so far.
    package var failures = 0
  }

  package subscript(task: TaskID) -> TaskRecord? { tasks[task] }

  /// The tasks in their order.
  package var records: [TaskRecord] { order.compactMap { tasks[$0] } }

  /// Replays a journal; the first record must be `run.start`.
  package init(replaying records: some Sequence<EventRecord>) throws(FoldError) {
    var iterator = records.makeIterator()
    guard let first = iterator.next() else { throw FoldError(sequence: 0, what: "the journal is empty") }
    try self.init(first)
    while let record = iterator.next() { try apply(record) }
  }

  /// Begins with `run.start`.
  package init(_ record: EventRecord) throws(FoldError) {
    guard case .runStart(let start) = record.event, let run = record.run else {
      throw FoldError(
        sequence: record.sequence, what: "a run's journal begins with run.start, not \(record.event.type)")
    }
    id = run
    self.start = start
    started = record.time
    order = []
    tasks = [:]
    satisfied = Set(start.satisfied)
    tip = start.tip
    sequence = record.sequence
    lastTime = record.time
    add(start.tasks, at: record.time)
  }

  mutating func add(_ ids: [TaskID], at time: Timestamp) {
    for id in ids where tasks[id] == nil {
      order.append(id)
      tasks[id] = TaskRecord(id: id, since: time)
    }
  }
}

/// An event that the state cannot have produced: the journal is not ours or was changed.
package struct FoldError: Error, Hashable, Sendable, CustomStringConvertible {
  package let sequence: Int
  package let what: String

  package var description: String { "event \(sequence): \(what)" }
}
