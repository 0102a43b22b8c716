import Configuration
import Journal
import Orchestration

/// Where a run stands, as a value: made from its state and what surrounds it, printed as text or as JSON.
struct StatusReport: Sendable {
  let state: RunState
  let standing: RunStanding
  let names: TaskNames
  /// What the names of task branches begin with, without the run.
  var branchPrefix = "orchestrate/task/"
  /// Where the tasks' homes are; nil where that is of no use.
  var run: RunDirectory?
  /// What the run's configuration says of agents.
  var agents: [String: AgentDefinition] = [:]
  /// Commands mean this run when none is named.
  var isLatest = true
  /// What commits started, as far as it is under way or failed.
  var errands: [String] = []
  /// Warnings are shown, too.
  var isVerbose = false
  var now: Timestamp
  var time = LocalTime.here

  /// The branch on which a person finds a task's work; nil before there is any.
  func branch(of record: TaskRecord) -> String? {
    record.snapshot == nil ? nil : "\(branchPrefix)\(state.id)/\(record.id)"
  }

  /// From the first start to the end, or to now; seconds.
  func elapsed(_ record: TaskRecord) -> Double? {
    guard let started = record.started else { return nil }
    return (record.finished ?? end).seconds(since: started)
  }

  /// Where the clock stops: at the end, or where the journal of a dead run breaks off.
  var end: Timestamp { state.finished ?? (isAtWork ? now : state.lastTime) }

  /// Somebody is at it.
  var isAtWork: Bool { standing.orchestrator == .live || standing.workersAlive > 0 }

  /// Why a task that could go on does not.
  func waitingFor(_ record: TaskRecord) -> String? {
    switch record.state {
    case .waiting(let reason): reason.words(time)
    case .pending: "waits for its turn"
    case .running: record.asked?.waitsFor.map { "its agent \($0.words(time))" }
    case .retrying(_, let after?) where after > now: "waits until \(time.clock(after))"
    case .retrying, .conflicted: record.waitsFor?.words(time)
    case .rescoping: (record.waitsFor?.words(time) ?? "waits for its locks") + " (rescope)"
    case .snapshotted: state.lane?.task.map { "waits for \($0) to land" } ?? "waits to land"
    case .queued, .gating: laneWait(record)
    default: nil
    }
  }

  private func laneWait(_ record: TaskRecord) -> String? {
    guard let lane = state.lane, lane.task == record.id, let path = lane.waitsFor else { return nil }
    return "waits to land: \(path.onOneLine) is checked out and has changes"
  }

  /// The commands that help a task on which only a person can.
  func nextSteps(for record: TaskRecord) -> [String] {
    guard record.state.isGivenUp else { return [] }
    var steps: [(verb: String, why: String)] = []
    if record.state.log != nil {
      steps.append(("logs doctor", "what the doctor said"))
    } else if record.attempt > 0 {
      steps.append(("logs", "what its agent said and did"))
    }
    if record.snapshot != nil {
      steps.append(("diff", "what it changed"))
      steps.append(("approve", "land its branch, with your repairs on it"))
    }
    var condition = ""
    if case .needsReview(.budget(let report)) = record.state {
      condition = ", after you raised budgets.\(report.budget.rawValue); then resume"
    }
    steps.append(("retry", "let the agent try again\(condition)"))
    steps.append(("skip", "do without it"))
    let commands = steps.map { "git orchestrate \($0.verb) \(record.id)\(runFlag)  # \($0.why)" }
    return commands + [takeover(of: record)].compactMap { $0.map { "\($0)  # its session, by hand" } }
  }

  /// Names the run where it is not the one that commands mean anyway.
  var runFlag: String { isLatest ? "" : " --run \(state.id)" }
}
