/// Who waits for whom at one moment, among the tasks that hold locks or have a right to be the next to get some.
///
/// A task waits while it holds locks in two cases: its agent asked for more, or it was sent back and needs a slot again.
/// Never: a circle, in which each waits for what the next one holds. Whoever would close one is told before it waits,
/// and where one closes by itself (a red gate takes a task's slot away), the requests in it are looked at again.
///
/// Right of way is no reason for a circle: a request that stands behind another, or behind a reservation, passes it
/// where that waits for the asking task anyway.
struct WaitForGraph {
  private typealias Obstacle = (by: TaskID, reason: WaitReason)
  private typealias Waiter = (task: TaskID, claims: Claims, reason: WaitReason, order: (Int, Int))

  private let view: SchedulingView
  private let tasks: [TaskID]
  /// Who holds what a waiting task needs, then who goes first.
  private var obstacles: [TaskID: [Obstacle]] = [:]

  init(_ view: SchedulingView, _ reservation: Reservation?) {
    self.view = view
    let holders = view.ids(where: \.holdsLocks)
    var line = view.requests.map { request -> Waiter in
      (request.task, request.claims, .access(for: request.task), (request.order, 0))
    }
    if let waiter = WaitForGraph.waiter(reservation, in: view) { line.append(waiter) }
    line.sort { $0.order < $1.order }
    tasks = holders + line.map(\.task).filter { !holders.contains($0) }
    for waiter in line { obstacles[waiter.task] = locks(of: holders, against: waiter) }
    for place in line.indices { queue(line[place], behind: line[..<place]) }
  }

  /// What is to become of a request that is among those of the view.
  func verdict(on task: TaskID) -> LockVerdict {
    guard let obstacles = obstacles[task], let first = obstacles.first else { return .free }
    let ending = ending(without: task)
    let stuck = obstacles.first { !ending.contains($0.by) }
    return stuck.map { .circle($0.reason) } ?? .wait(first.reason)
  }

  /// The tasks that come to an end though this one stays where it is. Each round ends those that wait for nothing but
  /// what has ended before: the graph is reduced until nothing moves.
  private func ending(without task: TaskID) -> Set<TaskID> {
    var ended: Set<TaskID> = []
    while true {
      let next = tasks.filter { $0 != task && !ended.contains($0) && isMoving($0, after: ended) }
      if next.isEmpty { return ended }
      ended.formUnion(next)
    }
  }

  private func isMoving(_ task: TaskID, after ended: Set<TaskID>) -> Bool {
    guard obstacles[task, default: []].allSatisfy({ ended.contains($0.by) }) else { return false }
    guard view.entries[task]?.standing.needsSlot == true, view.freeSlots == 0 else { return true }
    return ended.contains { view.entries[$0]?.standing == .holding }
  }

  private func locks(of holders: [TaskID], against waiter: Waiter) -> [Obstacle] {
    holders.compactMap { holder in
      guard holder != waiter.task, let held = view.entries[holder]?.workload.claims,
        let conflict = waiter.claims.firstConflict(with: held)
      else { return nil }
      return (holder, .lock(resource: conflict.resource, held: conflict.held, by: holder))
    }
  }

  private mutating func queue(_ waiter: Waiter, behind line: ArraySlice<Waiter>) {
    let ahead = line.filter { waiter.claims.firstConflict(with: $0.claims) != nil }
    guard !ahead.isEmpty else { return }
    let ending = ending(without: waiter.task)
    for other in ahead where ending.contains(other.task) {
      obstacles[waiter.task, default: []].append((other.task, other.reason))
    }
  }

  /// The reservation as far as it still is one.
  private static func waiter(_ reservation: Reservation?, in view: SchedulingView) -> Waiter? {
    guard let reservation, let entry = view.entries[reservation.task] else { return nil }
    switch entry.standing {
    case .waiting(.ready), .reacquiring, .rescoping:
      return (
        reservation.task, entry.workload.claims, .reservation(for: reservation.task), (reservation.order, 1)
      )
    case .waiting, .resuming, .holding, .landing, .done: return nil
    }
  }
}
