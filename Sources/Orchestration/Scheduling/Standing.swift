/// What a task holds and what it needs next, as far as scheduling cares.
package enum Standing: Hashable, Sendable {
  /// Never started.
  case waiting(Readiness)
  /// Sent back after a failed attempt, or before one when its agent was paused: holds its locks still, needs only a
  /// slot, and goes first.
  case resuming
  /// Sent back after a conflict, or retried by a person: needs a slot and locks and stands before fresh tasks.
  case reacquiring
  /// Its snapshot touched more than it claimed: gave its locks back and needs the wider set, but no slot.
  case rescoping
  /// In work: occupies a slot and holds locks.
  case holding
  /// From its snapshot to its landing: holds locks, occupies no slot.
  case landing
  /// Landed, given up, blocked or cancelled: holds and needs nothing.
  case done

  var holdsLocks: Bool {
    switch self {
    case .resuming, .holding, .landing: true
    case .waiting, .reacquiring, .rescoping, .done: false
    }
  }

  var needsSlot: Bool {
    switch self {
    case .waiting, .resuming, .reacquiring: true
    case .rescoping, .holding, .landing, .done: false
    }
  }

  /// Whether working time still lies ahead.
  var hasWorkLeft: Bool {
    switch self {
    case .waiting, .resuming, .reacquiring, .holding: true
    case .rescoping, .landing, .done: false
    }
  }

  /// Whether it waits for its dependencies only.
  var isNext: Bool {
    if case .waiting(.unsatisfied) = self { true } else { false }
  }

  /// Whether it was started once and has not come to an end.
  var isUnderWay: Bool {
    switch self {
    case .resuming, .reacquiring, .rescoping, .holding, .landing: true
    case .waiting, .done: false
    }
  }
}

/// Whether a task's dependencies let it start.
package enum Readiness: Hashable, Sendable {
  case ready
  /// Dependencies that may still be satisfied.
  case unsatisfied([TaskID])
  /// A dependency that was given up.
  case blocked(by: TaskID)
}
