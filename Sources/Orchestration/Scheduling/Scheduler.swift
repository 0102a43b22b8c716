/// Decides which tasks start now. It remembers only who waited how long; all else comes with the view.
///
/// Never: two tasks with conflicting claims under way at once; a task with half of its locks; a ready task that
/// others overtake for ever. A task that was overtaken three times by tasks that became ready after it reserves
/// its locks, one task at a time: nobody else may take a lock that conflicts with them until it has started. Neither
/// may anybody who is to start take what an agent at work waits for.
package struct Scheduler: Sendable {
  private var line = WaitingLine()
  private var reservation: Reservation?

  package init() {}

  /// At most one decision a task and none for those under way or done. Starts come in the order in which
  /// slots were given, and are taken for granted: the next view must show them.
  package mutating func decide(_ view: SchedulingView) -> [Decision] {
    line.update(ready: view.ids { $0 == .waiting(.ready) })
    let priorities = Priorities(view)
    var round = SchedulingRound(view)
    for id in priorities.sorted(view.ids { $0 == .resuming }) { _ = round.offer(id) }
    switch view.policy {
    case .rolling: roll(&round, priorities)
    case .batch: fillBatch(&round, priorities)
    }
    return round.decisions + unready(view)
  }

  /// What is to become of an agent's request for locks beside those that its task holds, at this moment.
  package func verdict(on request: LockRequest, in view: SchedulingView) -> LockVerdict {
    var view = view
    if !view.requests.contains(where: { $0.task == request.task }) { view.requests.append(request) }
    return WaitForGraph(view, reservation).verdict(on: request.task)
  }

  private mutating func roll(_ round: inout SchedulingRound, _ priorities: Priorities) {
    let returning = priorities.sorted(round.view.ids { $0 == .reacquiring || $0 == .rescoping })
    let ready = round.view.ids { $0 == .waiting(.ready) }
    var eligible = Set((returning + ready).filter { !round.isHeldBack($0) })
    var queue = returning + priorities.sorted(ready + round.view.ids(where: \.isNext))
    if let reserved = reservation, !eligible.contains(reserved.task) { reservation = nil }
    while !queue.isEmpty {
      // Asked anew after each start, because that start may have been the one too many.
      reservation =
        reservation
        ?? (returning + line.starved).first(where: eligible.contains).map {
          Reservation(task: $0, order: round.view.requests.last?.order ?? 0)
        }
      let id = queue.remove(at: reservation.flatMap { queue.firstIndex(of: $0.task) } ?? 0)
      if round.view.entries[id]?.standing.isNext == true {
        round.keepSlot(for: id)
        continue
      }
      guard round.offer(id, behind: reservation) else { continue }
      eligible.remove(id)
      line.start(id)
      if id == reservation?.task { reservation = nil }
    }
  }

  private mutating func fillBatch(_ round: inout SchedulingRound, _ priorities: Priorities) {
    reservation = nil
    let batch = round.view.ids(where: \.isUnderWay)
    for id in priorities.sorted(round.view.ids { $0 == .reacquiring || $0 == .rescoping }) {
      _ = round.offer(id)
    }
    for id in round.view.ids(where: { $0 == .waiting(.ready) }) {
      if batch.isEmpty { _ = round.offer(id) } else { round.wait(id, .batch(of: batch)) }
    }
  }

  private func unready(_ view: SchedulingView) -> [Decision] {
    view.graph.ids.compactMap { id in
      switch view.entries[id]?.standing {
      case .waiting(.unsatisfied(let ids)): .wait(id, .dependencies(on: ids))
      case .waiting(.blocked(let culprit)): .block(id, by: culprit)
      default: nil
      }
    }
  }
}

/// The order in which tasks of one kind are served.
private struct Priorities {
  /// What a task keeps waiting, in minutes.
  private struct Weight {
    /// The longest chain behind it or the load of its hottest lock, whichever takes longer.
    var longest: Int
    /// The load of all its locks together: among the tasks of one hot lock, the one that other locks wait for, too.
    var locks: Int
  }

  private var weights: [TaskID: Weight] = [:]

  init(_ view: SchedulingView) {
    let left = view.entries.filter { $0.value.standing.hasWorkLeft }.mapValues(\.workload)
    let load = LockLoad(left.values, slots: .max)
    let paths = view.graph.remainingPaths(minutes: left.mapValues(\.minutes))
    for (id, workload) in left {
      let longest = max(paths[id] ?? 0, load.hottest(in: workload.claims))
      weights[id] = Weight(longest: longest, locks: load.total(of: workload.claims))
    }
  }

  /// What keeps the run busy longest goes first. Measured against simple orders in `SimulationTests`.
  func sorted(_ ids: [TaskID]) -> [TaskID] {
    ids.sorted { key($0) < key($1) }
  }

  private func key(_ id: TaskID) -> (Int, Int, TaskID) {
    (-(weights[id]?.longest ?? 0), -(weights[id]?.locks ?? 0), id)
  }
}
