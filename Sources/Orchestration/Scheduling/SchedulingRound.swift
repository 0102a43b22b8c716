/// The slots and locks of one decision while they are handed out.
struct SchedulingRound {
  let view: SchedulingView
  private(set) var decisions: [Decision] = []
  private var holders: [(id: TaskID, claims: Claims)]
  private var freeSlots: Int

  init(_ view: SchedulingView) {
    self.view = view
    freeSlots = view.freeSlots
    holders = view.ids(where: \.holdsLocks).compactMap { id in
      view.entries[id].map { (id, $0.workload.claims) }
    }
  }

  /// Starts the task if nothing stands in its way, else notes what does. True when it starts.
  mutating func offer(_ id: TaskID, behind reservation: TaskID? = nil) -> Bool {
    guard let entry = view.entries[id] else { return false }
    if let reason = obstacle(for: id, entry, behind: reservation) {
      decisions.append(.wait(id, reason))
      return false
    }
    if entry.standing.needsSlot { freeSlots -= 1 }
    if !entry.standing.holdsLocks { holders.append((id, entry.workload.claims)) }
    decisions.append(.start(id))
    return true
  }

  mutating func wait(_ id: TaskID, _ reason: WaitReason) { decisions.append(.wait(id, reason)) }

  /// Whether the task is kept back by something other than slots and locks.
  func isHeldBack(_ id: TaskID) -> Bool { view.hold != nil || view.entries[id]?.hold != nil }

  private func obstacle(
    for id: TaskID, _ entry: SchedulingView.Entry, behind reservation: TaskID?
  ) -> WaitReason? {
    if let hold = view.hold ?? entry.hold { return hold }
    if !entry.standing.holdsLocks {
      for holder in holders {
        guard let conflict = entry.workload.claims.firstConflict(with: holder.claims) else { continue }
        return .lock(resource: conflict.resource, held: conflict.held, by: holder.id)
      }
      if let reservation, reservation != id, let reserved = view.entries[reservation]?.workload.claims,
        entry.workload.claims.firstConflict(with: reserved) != nil
      {
        return .reservation(for: reservation)
      }
    }
    return entry.standing.needsSlot && freeSlots <= 0 ? .slot : nil
  }
}
