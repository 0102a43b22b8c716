import Journal
import Orchestration

/// Follows a run that another process works on.
struct RunWatch {
  /// What there is to say at one look.
  enum Situation: Hashable {
    case underWay
    /// It has ended in an orderly way; the exit code is the one that `run` ended with.
    case ended(ExitStatus)
    /// The journal says that it goes on, and nobody is at it.
    case orphaned
  }

  let run: RunDirectory
  private let directory: StateDirectory
  private var tail: JournalTail
  private(set) var state: RunState

  /// Reads what the journal has so far.
  init(_ run: RunDirectory, in directory: StateDirectory) throws {
    self.run = run
    self.directory = directory
    tail = JournalTail(run.journal)
    state = try RunState(replaying: try tail.next().map(\.record))
  }

  /// The records that were written since the last look, folded in.
  mutating func next() throws -> [EventRecord] {
    let records = try tail.next().map(\.record)
    for record in records { try state.apply(record) }
    return records
  }

  func standing() throws -> RunStanding { try RunStanding(of: state, in: run, directory) }

  /// Asks the lock before the journal's end: an orchestrator writes its last words before it lets go.
  mutating func look() throws -> (news: [EventRecord], situation: Situation) {
    let isLive = try standing().orchestrator == .live
    let news = try next()
    if state.status == .finished { return (news, .ended(state.exitStatus)) }
    if isLive { return (news, .underWay) }
    if try !next().isEmpty || standing().orchestrator == .live { return (news, .underWay) }
    return (news, state.status == .running ? .orphaned : .ended(state.exitStatus))
  }

  /// How long between two looks: short for a person, long for a machine.
  static func pause() async throws { try await Task.sleep(for: .milliseconds(250)) }
}

extension RunState {
  /// What `run` exits with when it leaves the run in this state.
  var exitStatus: ExitStatus {
    switch status {
    case .running: .unfinished
    case .paused: .environment
    case .stopped:
      switch stop?.cause {
      case .interrupt: .interrupted
      case .terminate: .terminated
      case .budget: .budget
      case .request, nil: .unfinished
      }
    case .finished:
      hasLandedEverything ? .success : neverStarted ? .environment : hasSpentTask ? .budget : .unfinished
    }
  }

  /// A task waits for more to spend.
  private var hasSpentTask: Bool {
    records.contains { if case .needsReview(.budget) = $0.state { true } else { false } }
  }
}
