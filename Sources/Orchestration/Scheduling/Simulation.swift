/// Plays a plan in simulated minutes: every attempt takes as long as expected, passes, and lands at once.
package struct Simulation: Sendable {
  private let graph: TaskGraph
  private let workloads: [TaskID: Workload]
  private let slots: Int
  private let policy: SchedulePolicy

  /// Takes one workload a task of the graph (others take no part) and at least one slot.
  package init(graph: TaskGraph, workloads: [TaskID: Workload], slots: Int, policy: SchedulePolicy) {
    self.graph = graph
    self.workloads = workloads
    self.slots = max(1, slots)
    self.policy = policy
  }

  /// From when to when one task works and holds its locks, in minutes since the run's start.
  package struct Span: Hashable, Sendable, Codable {
    package let id: TaskID
    package let start: Int
    package let end: Int
  }

  /// The tasks in the order in which they start.
  package func run() -> [Span] {
    var scheduler = Scheduler()
    var now = 0
    var landed: Set<TaskID> = []
    var running: [Span] = []
    var spans: [Span] = []
    while true {
      for case .start(let id) in scheduler.decide(view(landed: landed, running: running.map(\.id))) {
        running.append(Span(id: id, start: now, end: now + (workloads[id]?.minutes ?? 0)))
        spans += running.suffix(1)
      }
      guard let next = running.map(\.end).min() else { return spans }
      now = next
      landed.formUnion(running.filter { $0.end == now }.map(\.id))
      running.removeAll { $0.end == now }
    }
  }

  private func view(landed: Set<TaskID>, running: [TaskID]) -> SchedulingView {
    var entries: [TaskID: SchedulingView.Entry] = [:]
    for (id, workload) in workloads {
      let missing = graph.dependencies(of: id).filter { !landed.contains($0) }
      let standing: Standing =
        if landed.contains(id) { .done } else if running.contains(id) { .holding } else {
          .waiting(missing.isEmpty ? .ready : .unsatisfied(missing))
        }
      entries[id] = SchedulingView.Entry(standing, workload)
    }
    return SchedulingView(graph: graph, entries: entries, freeSlots: slots - running.count, policy: policy)
  }
}
