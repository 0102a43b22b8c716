/// Why a task does not start now; the text completes the sentence that begins with the task's id.
package enum WaitReason: Hashable, Sendable, Codable {
  /// Tasks that must land first, by id; never empty.
  case dependencies(on: [TaskID])
  /// A lock in the mode in which the holder has it; no resource means everything.
  case lock(resource: ResourceName?, held: LockMode, by: TaskID)
  /// A task that waited too long goes first wherever both need the same lock.
  case reservation(for: TaskID)
  /// The agent of a task at work asked for one of the locks, and waits for it.
  case access(for: TaskID)
  case slot
  /// A task of more weight waits for nothing but what is landing, and gets the free slot then.
  case keptSlot(for: TaskID)
  /// Batch policy: tasks of the current batch that have neither landed nor been given up, by id.
  case batch(of: [TaskID])
  case disk(minimumGigabytes: Int)
  /// A person, or a failure of the surroundings, paused the run.
  case paused
  /// The tip that worktrees would start from has not passed the doctor yet.
  case unverifiedTip
  /// The agent's credentials or its provider failed: no task may use it for now.
  case agent(String)
  /// An attempt may not begin before that instant.
  case until(Timestamp)
}

extension WaitReason {
  /// Whether other tasks' locks or the agent's pause are in the way, which may last; the rest comes and goes.
  package var mayLast: Bool {
    switch self {
    case .lock, .reservation, .access, .agent: true
    case .dependencies, .slot, .keptSlot, .batch, .disk, .paused, .unverifiedTip, .until: false
    }
  }
}

extension WaitReason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .dependencies(let ids): "waits for \(list(ids))"
    case .lock(let name?, let held, let holder):
      "waits for \(held.rawValue) lock \"\(name)\" held by \(holder)"
    case .lock(nil, let held, let holder): "waits for \(held.rawValue) lock on everything held by \(holder)"
    case .reservation(let id): "waits: locks reserved for \(id)"
    case .access(let id): "waits: the agent of \(id) waits for the same lock"
    case .slot: "waits for a free slot"
    case .keptSlot(let id): "waits: the free slot is kept for \(id)"
    case .batch(let ids): "waits for the batch of \(list(ids))"
    case .disk(let minimum): "waits: less than \(minimum) GB free"
    case .paused: "waits: the run is paused"
    case .unverifiedTip: "waits for the doctor on the tip"
    case .agent(let name): "waits: agent \(name) is paused"
    case .until(let instant): "waits until \(instant)"
    }
  }
}

private func list(_ ids: [TaskID]) -> String { ids.map(\.description).joined(separator: ", ") }
