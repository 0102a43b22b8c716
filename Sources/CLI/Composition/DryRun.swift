import Configuration
import Orchestration

/// What `run --dry-run` tells: the waves that the locks force, the critical path and the lower bound.
struct DryRun {
  let plan: RunPlan
  let config: OrchestratorConfig

  struct Report: Codable {
    var schema = 1
    var tasks: [TaskID]
    var waves: [[TaskID]]
    var criticalPath: [TaskID]
    var criticalPathMinutes: Int
    var totalMinutes: Int
    var lowerBoundMinutes: Int
    var makespanMinutes: Int
  }

  func report() throws -> Report {
    let graph = try TaskGraph(plan.tasks, satisfied: plan.satisfied)
    let workloads = Dictionary(
      plan.tasks.map { task in
        (
          task.id,
          Workload(claims: Claims(of: task, resources: config.resources), minutes: task.estimatedMinutes)
        )
      }, uniquingKeysWith: { first, _ in first })
    let forecast = Forecast(
      graph: graph, workloads: workloads, slots: config.maxParallel,
      policy: config.schedule == .batch ? .batch : .rolling)
    return Report(
      tasks: graph.ids, waves: forecast.waves, criticalPath: forecast.criticalPath,
      criticalPathMinutes: forecast.criticalPathMinutes, totalMinutes: forecast.totalMinutes,
      lowerBoundMinutes: forecast.lowerBound, makespanMinutes: forecast.makespan)
  }

  func print(to output: Output) throws {
    let report = try report()
    if output.json { return try output.json(report) }
    output.result("\(report.tasks.count) tasks, \(config.maxParallel) at once")
    for (number, wave) in report.waves.enumerated() {
      output.result("wave \(number + 1): \(list(wave, " "))")
    }
    output.result("critical path: \(list(report.criticalPath, " → ")) (\(report.criticalPathMinutes) min)")
    output.result(
      "wall time: at least \(report.lowerBoundMinutes) min, about \(report.makespanMinutes) min as planned,"
        + " \(report.totalMinutes) min one after the other")
  }

  private func list(_ ids: [TaskID], _ separator: String) -> String {
    ids.map(\.description).joined(separator: separator)
  }
}
