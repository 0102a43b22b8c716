import Testing

@testable import Orchestration

@Suite struct SimulationTests {
  /// 64 tasks without dependencies, 8 slots, one to three of 32 locks each.
  private func plan(seed: Int) throws -> (graph: TaskGraph, workloads: [TaskID: Workload]) {
    var random = SeededGenerator(seed: seed)
    let graph = try TaskGraph((1...64).map { try spec("\($0)") })
    var workloads: [TaskID: Workload] = [:]
    for id in graph.ids {
      let locks = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        "r\(Int.random(in: 0..<32, using: &random))"
      }
      workloads[id] = Workload(claims: claims(writes: locks), minutes: Int.random(in: 5...60, using: &random))
    }
    return (graph, workloads)
  }

  @Test func rollingComesCloseToTheLowerBoundAndBeatsBatches() throws {
    var rolling = 0.0, batches = 0.0
    for seed in 0..<20 {
      let (graph, workloads) = try plan(seed: seed)
      let forecast = Forecast(graph: graph, workloads: workloads, slots: 8)
      let batch = Forecast(graph: graph, workloads: workloads, slots: 8, policy: .batch)
      #expect(forecast.makespan >= forecast.lowerBound)
      rolling += Double(forecast.makespan) / Double(forecast.lowerBound) / 20
      batches += Double(batch.makespan) / Double(batch.lowerBound) / 20
    }
    #expect(rolling <= 1.01)
    #expect(batches >= 1.5 * rolling)
  }

  @Test func noRunBeatsTheLowerBound() throws {
    for seed in 0..<200 {
      var random = SeededGenerator(seed: seed)
      var specs = try (1...12).map { try spec("\($0)") }
      for index in specs.indices {
        specs[index].dependencies = specs[..<index].filter { _ in random.chance(10) }.map(\.id)
      }
      let graph = try TaskGraph(specs)
      let workloads = Dictionary(
        uniqueKeysWithValues: graph.ids.map { id in
          (id, Workload(claims: randomClaims(4, &random), minutes: Int.random(in: 1...20, using: &random)))
        })
      let slots = Int.random(in: 1...4, using: &random)
      let forecast = Forecast(graph: graph, workloads: workloads, slots: slots)
      #expect(forecast.makespan >= forecast.lowerBound, "seed \(seed)")
      #expect(forecast.makespan <= forecast.totalMinutes, "seed \(seed)")
      #expect(forecast.waves.joined().sorted() == graph.ids, "seed \(seed)")
    }
  }
}
