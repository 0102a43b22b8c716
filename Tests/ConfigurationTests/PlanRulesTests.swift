import Orchestration
import Testing
import YAML

@testable import Configuration

@Suite struct PlanRulesTests {
  private let tasks: TaskDirectory

  init() throws { tasks = try TaskDirectory() }

  /// Judges tasks of a text; each is a mapping of YAML on a line of its own.
  private func judge(_ lines: String..., satisfied: [String] = []) throws(Diagnostics) -> [AcceptedTask] {
    let document = try parse(Array(lines.map { "- " + $0 }.joined(separator: "\n").utf8), file: "plan")
    guard case .sequence(let manifests) = document.root.content else { return [] }
    let proposals = manifests.enumerated().map { index, manifest in
      TaskProposal(
        folder: ".tasks/\(index)-x", source: document.source, manifest: manifest,
        spec: Located("Do it.", at: manifest.mark))
    }
    var config = testConfig
    config.lint = "make lint"
    return try Configuration.judge(
      proposals, besideTasksIn: tasks.path, config: config,
      satisfied: Set(satisfied.compactMap { TaskID($0) }),
      digest: { String($0.count) })
  }

  private func problems(_ body: () throws(Diagnostics) -> [AcceptedTask]) -> [String] {
    ConfigurationTests.problems { () throws(Diagnostics) in _ = try body() }
      .map { $0.prefix { $0 != "(" }.trimmed }
  }

  @Test func whatIsAcceptedLoadsAsTheSameTask() throws {
    let accepted = try judge(
      #"{id: "001", agent: mine, locks: {reads: [docs]}, files: {writes: [api/**]}, verify: {doctor: make lint}}"#
    )
    let proposed = try #require(accepted.first)
    try tasks.write("0-x/manifest.json", proposed.manifest)
    try tasks.write("0-x/spec.md", proposed.spec)
    let loaded = try #require(try tasks.load().tasks.first)
    var spec = proposed.task.spec
    spec.fingerprint = loaded.spec.fingerprint
    #expect(loaded.spec == spec)
  }

  @Test(arguments: [
    (#"{id: a, command: rm}"#, "plan:1:20: a plan must not bring a `command`"),
    (#"{id: a, verify: {fast: rm}}"#, "plan:1:26: the configuration has no command `rm`"),
    (#"{id: a, files: {writes: [api/x, www/y]}}"#, "plan:1:35: `www/y` lies outside every resource"),
    (#"{id: a, files: {reads: ["**"]}}"#, "plan:1:27: `**` lies outside every resource"),
    (#"{id: a, locks: {writes: [apj]}}"#, "plan:1:28: there is no resource `apj`"),
    (#"{id: a, dependencies: [a]}"#, "plan:1:26: the task depends on itself"),
    (#"{id: A}"#, "plan:1:8: `id` must be an id of a-z, 0-9 and `-`"),
    (#"{id: a, agents: b}"#, "plan:1:11: unknown key `agents`"),
  ])
  func whatAPlannerMayNotProposeIsRefused(line: String, expected: String) {
    #expect(problems { () throws(Diagnostics) in try judge(line) } == [expected])
  }

  @Test func theLockOfEverythingElseCoversTheRest() throws {
    #expect(try judge("{id: a, files: {writes: [www/y]}, locks: {writes: [other]}}").count == 1)
    #expect(try judge("{id: a, files: {reads: [www/y]}, locks: {reads: [other]}}").count == 1)
    let found = problems { () throws(Diagnostics) in
      try judge("{id: a, files: {writes: [www/y]}, locks: {reads: [other]}}")
    }
    #expect(found == ["plan:1:28: `www/y` lies outside every resource"])
  }

  @Test func twoThatWriteTheSameFilesNeedALockOrAnOrder() throws {
    let one = "{id: a, files: {writes: [api/x]}}"
    let message =
      "plan:2:28: `b` and `a` may both write files of both `api/*` and `api/x`, without a lock and"
    let found = problems { () throws(Diagnostics) in try judge(one, "{id: b, files: {writes: [api/*]}}") }
    #expect(found == [message + " without an order"])
    #expect(try judge(one, "{id: b, files: {writes: [api/*]}, dependencies: [a]}").count == 2)
    let between = "{id: c, dependencies: [a]}"
    #expect(try judge(one, "{id: b, files: {writes: [api/*]}, dependencies: [c]}", between).count == 3)
    let locked = "{id: a, files: {writes: [api/x]}, locks: {writes: [api]}}"
    #expect(try judge(locked, "{id: b, files: {writes: [api/*]}, locks: {reads: [api]}}").count == 2)
    #expect(try judge(one, "{id: b, files: {writes: [api/y]}}").count == 2)
  }

  @Test func tasksThatAreThereCountUnlessTheyHaveLanded() throws {
    try tasks.add("9-x", #""id": "old", "files": {"writes": ["api/x"]}"#)
    let line = "{id: a, files: {writes: [api/x]}}"
    #expect(
      problems { () throws(Diagnostics) in try judge(line) } == [
        "plan:1:28: `a` and `old` may both write `api/x`, without a lock and without an order"
      ])
    #expect(try judge(line, satisfied: ["old"]).count == 1)
  }

  @Test func aProposalTakesThePlaceOfItsFolder() throws {
    try tasks.add("0-x", #""id": "a", "dependencies": ["b"]"#)
    try tasks.add("9-x", #""id": "b""#)
    #expect(try judge("{id: a, locks: {writes: [api]}}").map(\.task.spec.dependencies) == [[]])
    let found = problems { () throws(Diagnostics) in try judge("{id: b}") }
    #expect(found == ["plan:1:8: there is already a task `b`, in .tasks/9-x/manifest.json"])
  }
}

extension Substring {
  fileprivate var trimmed: String { String(last == " " ? dropLast() : self) }
}
