/// All that a scheduling decision looks at.
package struct SchedulingView: Sendable {
  package var graph: TaskGraph
  /// One entry a task of the graph; a task without one counts as done.
  package var entries: [TaskID: Entry]
  package var freeSlots: Int
  /// While set, nothing at all may start.
  package var hold: WaitReason?
  package var policy: SchedulePolicy
  /// What is landing gives its locks back before long; not while a landing waits for a person.
  package var landsSoon = true
  /// What agents at work wait for, in the order in which they asked: nobody else takes it meanwhile.
  package var requests: [LockRequest] = []

  package init(
    graph: TaskGraph, entries: [TaskID: Entry], freeSlots: Int, hold: WaitReason? = nil,
    policy: SchedulePolicy = .rolling
  ) {
    self.graph = graph
    self.entries = entries
    self.freeSlots = freeSlots
    self.hold = hold
    self.policy = policy
  }

  /// What a decision looks at of one task.
  package struct Entry: Sendable {
    package var standing: Standing
    package var workload: Workload
    /// While set, this task may not start; what it holds it keeps.
    package var hold: WaitReason?

    package init(_ standing: Standing, _ workload: Workload, hold: WaitReason? = nil) {
      self.standing = standing
      self.workload = workload
      self.hold = hold
    }
  }

  /// The tasks of such a standing, by id.
  func ids(where matches: (Standing) -> Bool) -> [TaskID] {
    graph.ids.filter { entries[$0].map { matches($0.standing) } ?? false }
  }
}
