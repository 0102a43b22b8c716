import Testing

@testable import Orchestration

@Suite struct TaskGraphTests {
  @Test func ordersDependenciesFirst() throws {
    let graph = try TaskGraph([
      spec("1", after: "3"), spec("3", after: "10"), spec("10"), spec("2", after: "10", "10"),
    ])
    #expect(try graph.order == ids("10", "2", "3", "1"))
    #expect(try graph.ids == ids("1", "2", "3", "10"))
    #expect(try graph.dependencies(of: id("2")) == ids("10"))
    #expect(try graph.dependents(of: id("10")) == ids("2", "3"))
  }

  @Test func whatLandedBeforeIsNoEdge() throws {
    let graph = try TaskGraph([spec("1", after: "old")], satisfied: Set(ids("old")))
    #expect(try graph.dependencies(of: id("1")).isEmpty)
  }

  @Test func aDependencyThatRunsAgainIsAnEdgeThoughItLandedBefore() throws {
    let graph = try TaskGraph([spec("1", after: "2"), spec("2")], satisfied: Set(ids("2")))
    #expect(try graph.dependencies(of: id("1")) == ids("2"))
  }

  @Test func namesEveryProblemAtOnce() throws {
    let tasks = try [
      spec("a", after: "b"), spec("b", after: "c"), spec("c", after: "a"),
      spec("d", after: "d", "nowhere"), spec("e"), spec("e"), spec("f", after: "a"),
    ]
    let problems = try #require(throws: GraphProblems.self) { try TaskGraph(tasks) }
    #expect(
      try problems.problems == [
        .duplicate(id("e")), .selfDependency(id("d")), .unknownDependency(of: id("d"), on: id("nowhere")),
        .cycle(ids("a", "b", "c")),
      ])
    #expect(
      problems.description == """
        more than one task has the id e
        d depends on itself
        d depends on nowhere, which does not exist
        dependency cycle: a → b → c → a
        """)
  }

  @Test func namesEachOfSeveralCycles() throws {
    let tasks = try [
      spec("1", after: "2", "3"), spec("2", after: "1"), spec("3", after: "1"),
      spec("8", after: "9", "1"), spec("9", after: "8"),
    ]
    let problems = try #require(throws: GraphProblems.self) { try TaskGraph(tasks) }
    #expect(try problems.problems == [.cycle(ids("1", "2")), .cycle(ids("1", "3")), .cycle(ids("8", "9"))])
  }

  @Test func noTasksAreAGraph() throws {
    #expect(try TaskGraph([]).order.isEmpty)
    #expect(try TaskGraph([]).criticalPath(minutes: [:]).isEmpty)
  }

  @Test func criticalPathIsTheLongestChain() throws {
    let graph = try TaskGraph([
      spec("1"), spec("2", after: "1"), spec("3", after: "1"), spec("4", after: "2", "3"), spec("5"),
    ])
    let minutes = try [id("1"): 1, id("2"): 5, id("3"): 7, id("4"): 2, id("5"): 9]
    #expect(
      try graph.remainingPaths(minutes: minutes) == [
        id("1"): 10, id("2"): 7, id("3"): 9, id("4"): 2, id("5"): 9,
      ])
    #expect(try graph.criticalPath(minutes: minutes) == ids("1", "3", "4"))
  }
}
