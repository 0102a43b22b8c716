/// The slots and locks of one decision while they are handed out.
struct SchedulingRound {
  let view: SchedulingView
  private(set) var decisions: [Decision] = []
  private var holders: [(id: TaskID, claims: Claims)]
  private var freeSlots: Int
  /// Tasks for which a slot is kept.
  private var expected: [(id: TaskID, claims: Claims)] = []

  init(_ view: SchedulingView) {
    self.view = view
    freeSlots = view.freeSlots
    holders = view.ids(where: \.holdsLocks).compactMap { id in
      view.entries[id].map { (id, $0.workload.claims) }
    }
  }

  /// Starts the task if nothing stands in its way, else notes what does. True when it starts.
  mutating func offer(_ id: TaskID, behind reservation: Reservation? = nil) -> Bool {
    guard let entry = view.entries[id] else { return false }
    if let reason = obstacle(for: id, entry, behind: reservation) {
      decisions.append(.wait(id, reason))
      if case .lock = reason { keepSlot(for: id) }
      return false
    }
    if entry.standing.needsSlot { freeSlots -= 1 }
    if !entry.standing.holdsLocks { holders.append((id, entry.workload.claims)) }
    decisions.append(.start(id))
    return true
  }

  /// Keeps a free slot for a task that waits for nothing but what is landing. A snapshot gives its slot back before
  /// its locks: the tasks of a busy lock would each time lose the slot to one that comes after them, and wait for
  /// the next (in simulation, 1.08 of the lower bound instead of 1.02).
  mutating func keepSlot(for id: TaskID) {
    guard let entry = view.entries[id], entry.standing.needsSlot, unclaimedSlots > 0, view.landsSoon,
      !isHeldBack(id), waitsForLandings(entry),
      !expected.contains(where: { entry.workload.claims.firstConflict(with: $0.claims) != nil })
    else { return }
    expected.append((id, entry.workload.claims))
  }

  private func waitsForLandings(_ entry: SchedulingView.Entry) -> Bool {
    var blockers = holders.filter { entry.workload.claims.firstConflict(with: $0.claims) != nil }.map(\.id)
    if case .waiting(.unsatisfied(let dependencies)) = entry.standing { blockers += dependencies }
    blockers += view.requests.filter { entry.workload.claims.firstConflict(with: $0.claims) != nil }.map(
      \.task)
    return blockers.allSatisfy { view.entries[$0]?.standing == .landing }
  }

  private var unclaimedSlots: Int { freeSlots - expected.count }

  mutating func wait(_ id: TaskID, _ reason: WaitReason) { decisions.append(.wait(id, reason)) }

  /// Whether the task is kept back by something other than slots and locks.
  func isHeldBack(_ id: TaskID) -> Bool { view.hold != nil || view.entries[id]?.hold != nil }

  private func obstacle(
    for id: TaskID, _ entry: SchedulingView.Entry, behind reservation: Reservation?
  ) -> WaitReason? {
    if let hold = view.hold ?? entry.hold { return hold }
    if !entry.standing.holdsLocks,
      let reason = lockObstacle(for: id, entry.workload.claims, behind: reservation)
    {
      return reason
    }
    guard entry.standing.needsSlot, unclaimedSlots <= 0 else { return nil }
    return freeSlots > 0 ? expected.first.map { .keptSlot(for: $0.id) } : .slot
  }

  /// Who holds one of the locks, or goes first, beside the task itself.
  private func lockObstacle(
    for id: TaskID, _ claims: Claims, behind reservation: Reservation?
  ) -> WaitReason? {
    for holder in holders where holder.id != id {
      guard let conflict = claims.firstConflict(with: holder.claims) else { continue }
      return .lock(resource: conflict.resource, held: conflict.held, by: holder.id)
    }
    let ahead = view.requests.first { request in
      (reservation?.task != id || reservation?.comesAfter(request) == true)
        && claims.firstConflict(with: request.claims) != nil
    }
    if let ahead { return .access(for: ahead.task) }
    if let reservation, reservation.task != id,
      let reserved = view.entries[reservation.task]?.workload.claims,
      claims.firstConflict(with: reserved) != nil
    {
      return .reservation(for: reservation.task)
    }
    return nil
  }
}
