import Configuration
import Orchestration
import Testing
import YAML

@testable import Planning

@Suite struct PlanRevisionTests {
  private func known(
    _ tasks: [LoadedTask] = [], started: [String] = [], used: [String] = []
  ) -> KnownTasks {
    KnownTasks(
      tasks: tasks, started: Set(started.compactMap { TaskID($0) }), used: Set(used.compactMap { TaskID($0) })
    )
  }

  private func revise(_ text: String, _ known: KnownTasks) throws(Diagnostics) -> PlanRevision {
    try PlanRevision(markdown(text), named: "plan.md", known: known, directory: ".tasks")
  }

  private func summary(_ revision: PlanRevision) -> [String] {
    revision.changes.map { "\($0.id) \($0.fate)\($0.isNotable ? "!" : "")" }
  }

  private let plan = "# A\nwrites: api\n# B\ndepends: A\n# C\nreads: api\n"

  @Test func newItemsGetIDsBehindAllThatThereEverWere() throws {
    let tasks = [task("004", from: nil)]
    let revision = try revise(plan, known(tasks, started: ["7"], used: ["011", "named"]))
    #expect(summary(revision) == ["012 created", "013 created", "014 created"])
    #expect(revision.proposals.map(\.folder) == [".tasks/012-a", ".tasks/013-b", ".tasks/014-c"])
    #expect(revision.proposals[1].manifest.flattened.contains("dependencies=012@4:10"))
    #expect(revision.proposals[1].manifest.flattened.contains("source.item=B@3:3"))
  }

  @Test func anItemIsTheTaskOfItsName() throws {
    let hashes = try markdown(plan).items.map(\.hash)
    let tasks = [
      task("001", from: ("plan.md", "A", hashes[0])), task("002", from: ("plan.md", "B", "older")),
      task("003", from: ("plan.md", "C", "older")), task("004", from: ("plan.md", "D", "older")),
      task("005", from: ("other.md", "E", "x")), task("006", from: ("plan.md", "F", "x")),
    ]
    let revision = try revise(plan, known(tasks, started: ["003", "006"]))
    #expect(
      summary(revision) == ["001 unchanged", "002 updated", "003 kept!", "004 orphan", "006 orphan!"])
    #expect(revision.proposals.map(\.folder) == [tasks[1].folder])
  }

  @Test func itemsAreReferredToByNumberNameAndID() throws {
    let text = """
      # 1. Set up
      id: base
      # 2. Parse dates
      depends: 1
      # 3. Tell
      depends: parse-DATES, base, 001, 099
      """
    let revision = try revise(text, known([task("001", from: nil)], used: ["099"]))
    let dependencies = revision.proposals.map {
      $0.manifest.flattened.filter { $0.hasPrefix("dependencies") }
    }
    #expect(dependencies[1] == ["dependencies=base@4:10"])
    #expect(
      dependencies[2].map { String($0.prefix { $0 != "@" }) }
        == ["dependencies=100", "dependencies=base", "dependencies=001", "dependencies=099"])
  }

  @Test(arguments: [
    ("# A\nwrites: api\n# A\nreads: api", "3:3: `A` is already the item in line 1"),
    ("# A\nid: x\n# B\nid: x", "4:5: `x` is already the id in line 2"),
    ("# A\nid: X y", "2:5: `id` must be made of a-z, 0-9 and `-` (1 to 63 characters, no `-` first)"),
    ("# A\nid: 001", "2:5: there is already a task `001`, and it is not of this plan"),
    ("# A\nid: 009", "2:5: the id `009` was a task's before, and none is used again"),
    ("# A\ndepends: B", "2:10: there is no item and no task `B`"),
  ])
  func whatCannotBeNamedIsRefused(text: String, expected: String) {
    let known = known([task("001", from: nil)], started: ["009"])
    #expect(problems { () throws(Diagnostics) in _ = try revise(text, known) } == [expected])
  }

  @Test func onlyATaskThatIsThereMayStayAsItIs() throws {
    let plan = try answer(#"{"tasks": [{"item": "A", "spec": null}]}"#)
    let there = known([task("001", from: ("plan.md", "A", "x"))])
    let revision = try PlanRevision(plan, named: "plan.md", known: there, directory: ".tasks")
    #expect(summary(revision) == ["001 unchanged"])
    let nothing = known()
    let found = problems { () throws(Diagnostics) in
      _ = try PlanRevision(plan, named: "plan.md", known: nothing, directory: ".tasks")
    }
    #expect(found == ["1:21: a new task needs a `spec`"])
  }
}
