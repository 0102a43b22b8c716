import Testing

@testable import Orchestration

@Suite struct ForecastTests {
  private func forecast(slots: Int, _ tasks: [(TaskSpec, Claims, Int)]) throws -> Forecast {
    let workloads = tasks.map { ($0.0.id, Workload(claims: $0.1, minutes: $0.2)) }
    return Forecast(
      graph: try TaskGraph(tasks.map(\.0)), workloads: Dictionary(uniqueKeysWithValues: workloads),
      slots: slots)
  }

  @Test func chainsAndLocksForceWaves() throws {
    let forecast = try forecast(
      slots: 2,
      [
        (spec("1"), claims(writes: ["a"]), 10), (spec("2"), claims(writes: ["a"]), 20),
        (spec("3", after: "1"), claims(), 30), (spec("4"), claims(reads: ["b"]), 5),
        (spec("5"), claims(reads: ["b"]), 5),
      ])
    #expect(try forecast.waves == [ids("1", "4"), ids("2", "3"), ids("5")])
    #expect(try forecast.criticalPath == ids("1", "3"))
    #expect(forecast.criticalPathMinutes == 40)
    #expect(forecast.totalMinutes == 70)
    #expect(forecast.lowerBound == 40)
    #expect(forecast.makespan == 40)
  }

  @Test func readersOfOneLockDoNotAddUp() throws {
    let forecast = try forecast(
      slots: 8,
      [
        (spec("1"), claims(reads: ["a"]), 10), (spec("2"), claims(reads: ["a"]), 20),
        (spec("3"), claims(writes: ["a"]), 5),
      ])
    #expect(forecast.lowerBound == 25)
    #expect(forecast.makespan == 25)
  }

  @Test func readersShareTheSlots() throws {
    let readers = try (1...4).map { (try spec("\($0)"), claims(reads: ["a"]), 10) }
    let forecast = try forecast(slots: 2, readers + [(spec("5"), claims(writes: ["a"]), 5)])
    #expect(forecast.lowerBound == 25)
  }

  @Test func whoClaimsEverythingRunsAlone() throws {
    let forecast = try forecast(
      slots: 2, [(spec("1"), .everything, 10), (spec("2"), claims(), 4), (spec("3"), claims(), 6)])
    #expect(forecast.lowerBound == 15)
    #expect(forecast.makespan == 16)
  }

  @Test func nothingToDoTakesNoTime() throws {
    let forecast = try forecast(slots: 4, [])
    #expect(forecast.waves.isEmpty && forecast.makespan == 0 && forecast.lowerBound == 0)
  }
}
