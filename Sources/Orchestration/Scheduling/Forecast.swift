/// What can be said about a run before it starts, in minutes.
package struct Forecast: Hashable, Sendable, Codable {
  /// The batches that dependencies, locks and slots would force if tasks could only start together.
  package let waves: [[TaskID]]
  /// The longest chain of tasks that wait for each other.
  package let criticalPath: [TaskID]
  package let criticalPathMinutes: Int
  /// All tasks one after the other.
  package let totalMinutes: Int
  /// No schedule can be faster than this.
  package let lowerBound: Int
  /// How long the run takes if every estimate holds.
  package let makespan: Int

  /// Looks ahead for a plan on at least one slot; takes one workload a task of the graph.
  package init(
    graph: TaskGraph, workloads: [TaskID: Workload], slots: Int, policy: SchedulePolicy = .rolling
  ) {
    let minutes = workloads.mapValues(\.minutes)
    criticalPath = graph.criticalPath(minutes: minutes)
    criticalPathMinutes = criticalPath.map { minutes[$0] ?? 0 }.reduce(0, +)
    totalMinutes = minutes.values.reduce(0, +)
    lowerBound = max(criticalPathMinutes, Self.lowerBound(workloads.values, slots: max(1, slots)))
    let simulation = Simulation(graph: graph, workloads: workloads, slots: slots, policy: policy)
    makespan = simulation.run().map(\.end).max() ?? 0
    // With equal minutes everything of a batch ends together, so that its start names it.
    let even = workloads.mapValues { Workload(claims: $0.claims, minutes: 1) }
    let batches = Simulation(graph: graph, workloads: even, slots: slots, policy: .batch).run()
    waves = Dictionary(grouping: batches, by: \.start).sorted { $0.key < $1.key }.map { $0.value.map(\.id) }
  }

  /// What slots and locks alone cost: the work spread over all slots, or the busiest lock. Tasks that claim
  /// everything run alone either way.
  private static func lowerBound(_ workloads: some Collection<Workload>, slots: Int) -> Int {
    let load = LockLoad(workloads, slots: slots)
    let shared = workloads.map(\.minutes).reduce(0, +) - load.exclusive
    return max(load.hottest, load.exclusive + shared.dividedRoundingUp(by: slots))
  }
}
