import Orchestration

/// What must hold after every single event of a run.
struct Invariants {
  let playground: Playground
  let before: RunState
  let state: RunState
  let record: EventRecord

  var violations: [String] {
    (locks + claims + waiting + slots + budgets + spending + pauses + dependencies + landing).map {
      "event \(record.sequence): \($0)"
    }
  }

  private var locks: [String] {
    let holders = state.records.filter(\.holdsLocks)
    return holders.indices.flatMap { index in
      holders[(index + 1)...].compactMap { other in
        guard let mine = holders[index].claims, let theirs = other.claims else {
          return "\(other.id) holds locks without claims"
        }
        return mine.firstConflict(with: theirs).map { "\(holders[index].id) and \(other.id) hold \($0)" }
      }
    }
  }

  /// What a task was granted it has until its end.
  private var claims: [String] {
    guard let task = record.task, let old = before[task]?.claims, let new = state[task]?.claims else {
      return []
    }
    let isKept = old == .everything ? new == .everything : old.writes(beyond: new).isEmpty
    return isKept ? [] : ["\(task) had \(old) and has \(new)"]
  }

  /// Agents are answered before long, or when their time is over.
  private var waiting: [String] {
    before.records.compactMap { task in
      guard let asked = task.asked else { return nil }
      let seconds = record.time.seconds(since: asked.time)
      return seconds > Double(asked.request.wait ?? 0) + 60
        ? "the agent of \(task.id) has waited \(seconds) s for an answer" : nil
    }
  }

  private var slots: [String] {
    let busy = state.records.count { $0.state.holdsSlot }
    return busy > playground.policy.maxParallel ? ["\(busy) tasks at once"] : []
  }

  private var budgets: [String] {
    state.records.flatMap { task in
      let limit = playground.all.first { $0.id == task.id }?.maxRetries ?? playground.policy.maxRetries
      return [
        task.failures > limit ? "\(task.id) used \(task.failures) of \(limit) retries" : nil,
        task.conflicts > RunPolicy.conflictLimit + 1 ? "\(task.id) had \(task.conflicts) conflicts" : nil,
        task.interruptions >= RunPolicy.interruptionLimit ? "\(task.id) was interrupted too often" : nil,
      ].compactMap(\.self)
    }
  }

  /// No turn begins that nobody may pay.
  private var spending: [String] {
    guard case .attemptStart = record.event, let task = record.task else { return [] }
    return [
      before.isBudgetSpent ? "\(task) began a turn of a spent run" : nil,
      before.spentBudget(of: task, playground.policy.budgets).map { "\(task) began a turn after \($0)" },
    ].compactMap(\.self)
  }

  /// No turn begins with an agent that is paused, and nobody pauses it twice for one thing.
  private var pauses: [String] {
    guard let task = record.task else { return [] }
    switch record.event {
    case .attemptStart(let start):
      return before.pause(of: start.agent).map { ["\(task) began a turn although \($0)"] } ?? []
    case .ratePause(let pause):
      return before.pause(of: pause.agent)?.cause == pause.cause
        ? ["\(task) paused \(pause.agent) again"] : []
    default: return []
    }
  }

  private var dependencies: [String] {
    guard case .taskStart = record.event, let task = record.task, before[task]?.started == nil,
      let spec = playground.all.first(where: { $0.id == task })
    else { return [] }
    return spec.dependencies.filter { before[$0]?.state.satisfiesDependents == false }
      .map { "\(task) started before \($0)" }
  }

  private var landing: [String] {
    guard let task = record.task else { return [] }
    var found: [String] = []
    if case .landDone(let landing) = record.event {
      let intent = before.lane?.candidate.id == landing.commit && before.lane?.intent == true
      if !intent { found.append("\(task) landed unannounced") }
    }
    if case .attemptStart = record.event, record.entry.attempt != (before[task]?.attempt ?? 0) + 1 {
      found.append("\(task) skipped an attempt's number")
    }
    return found
  }
}
