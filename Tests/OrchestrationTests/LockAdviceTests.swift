import Testing

@testable import Orchestration

@Suite struct LockAdviceTests {
  private let resources: [Resource]

  init() throws {
    resources = [
      try resource("api", "src/api/**"), try resource("db", "src/db/**"), try resource("web", "src/web/**"),
    ]
  }

  private func past(_ count: Int, _ paths: [String], writes: [String] = []) -> [LockAdvice.PastTask] {
    Array(
      repeating: LockAdvice.PastTask(claims: claims(writes: writes), paths: paths.map { RepositoryPath($0) }),
      count: count)
  }

  private func remarks(on writes: [String], after past: [LockAdvice.PastTask]) throws -> [String] {
    var task = try spec("1")
    task.locks.writes = writes.map { ResourceName($0) }
    return LockAdvice(past: past, resources: resources).remarks(on: task).map(\.description)
  }

  @Test func whatUsuallyChangesTogetherIsNamedTogether() throws {
    let both = past(7, ["src/api/a", "src/db/b"], writes: ["api", "db"])
    let alone = past(2, ["src/api/a"], writes: ["api"])
    let remark = "db changed in 7 of 9 past tasks that changed api, and is not in its locks.writes"
    #expect(try remarks(on: ["api"], after: both + alone) == [remark])
    #expect(try remarks(on: ["api", "db"], after: both + alone) == [])
    #expect(try remarks(on: ["web"], after: both + alone) == [])
  }

  @Test func littleExperienceSaysNothing() throws {
    #expect(try remarks(on: ["api"], after: past(3, ["src/api/a", "src/db/b"], writes: ["web"])) == [])
    let mixed = past(4, ["src/api/a", "src/db/b"]) + past(3, ["src/api/a"])
    #expect(try remarks(on: ["api"], after: mixed) == [])
  }

  @Test func aLockThatNobodyUsedIsQuestioned() throws {
    let wide = past(4, ["src/api/a"], writes: ["api", "web"])
    let remark = "none of the 4 past tasks that wrote the lock web changed anything there: does it need it?"
    #expect(try remarks(on: ["api", "web"], after: wide) == [remark])
    #expect(try remarks(on: ["api"], after: wide) == [])
    #expect(try remarks(on: ["api", "web"], after: wide + past(1, ["src/web/x"], writes: ["web"])) == [])
  }

  @Test func foldersOfNoResourceThatManyTasksChangeAreNamed() throws {
    let advice = LockAdvice(
      past: past(4, ["docs/guide/a.md", "docs/guide/b.md", "README"]) + past(1, ["src/api/a"]),
      resources: resources)
    #expect(advice.remarks == [.unnamed(folder: "docs/guide", tasks: 4, among: 5)])
    #expect(LockAdvice(past: past(3, ["docs/a"]), resources: resources).remarks == [])
  }

  @Test func tasksThatShareOnlyOtherAreTold() throws {
    func task(_ id: String, _ globs: String...) throws -> TaskSpec {
      var task = try spec(id)
      task.files.writes = try globs.map(glob)
      return task
    }
    let advice = LockAdvice(past: [], resources: resources)
    let tasks = [
      try task("1", "docs/**"), try task("2", "tools/gen/deep/*.c", "src/api/x"), try task("3", "src/db/**"),
      try task("4", "**"), try task("5", "README"),
    ]
    #expect(
      advice.remarks(onOtherOf: tasks) == [.shared(folders: ["docs", "tools/gen"], tasks: try ids("1", "2"))])
    #expect(advice.remarks(onOtherOf: [try task("1", "docs/a"), try task("2", "docs/b")]) == [])
  }
}
