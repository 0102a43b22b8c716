import Orchestration
import Testing
import YAML

@testable import Configuration

@Suite struct TaskLoadingTests {
  private let tasks: TaskDirectory

  init() throws { tasks = try TaskDirectory() }

  @Test func aFolderOfTheAncestorLoads() throws {
    try tasks.write(
      "001-add-users/manifest.json",
      """
      {
        "id": "001", "name": "add-users", "description": "Adds \\ud83d\\ude00.", "estimated_minutes": 45,
        "dependencies": ["000"],
        "locks": {"reads": ["docs"], "writes": ["api"]},
        "files": {"reads": ["README.md"], "writes": ["api/users.ts"]},
        "affected_tests": ["tests/users.test.ts"], "test_paths": ["tests/**"],
        "tdd_mode": "strict", "verify": {"doctor": "npm test", "fast": "npm run fast"}
      }
      """)
    try tasks.write("001-add-users/spec.md", "# Users\n")
    let task = try #require(try tasks.load(satisfied: [TaskID("000")].compactMapSet()).tasks.first)
    #expect(task.spec.id == TaskID("001"))
    #expect(task.spec.name == "add-users")
    #expect(task.spec.description == "Adds 😀.")
    #expect(task.spec.estimatedMinutes == 45)
    #expect(task.spec.dependencies == [TaskID("000")].compactMap { $0 })
    #expect(task.spec.locks == LockDeclaration(reads: [ResourceName("docs")], writes: [ResourceName("api")]))
    #expect(task.spec.files.writes.map(\.description) == ["api/users.ts"])
    #expect(task.spec.affectedTests == ["tests/users.test.ts"])
    #expect(task.spec.testPaths.map(\.description) == ["tests/**"])
    #expect(task.spec.tddMode == .strict)
    #expect(task.spec.verify == Verification(doctor: "npm test", fast: "npm run fast"))
    #expect(task.spec.prompt == "# Users\n")
    #expect(task.manifest == ".tasks/001-add-users/manifest.json")
    #expect(task.mark == Mark(line: 2, column: 9))
    #expect(task.dependencies.map(\.mark) == [Mark(line: 3, column: 20)])
    #expect(task.reads.map(\.mark) == [Mark(line: 4, column: 23)])
    #expect(task.writes.map(\.mark) == [Mark(line: 4, column: 43)])
  }

  @Test func theNewKeysLoadFromYAML() throws {
    try tasks.write(
      "7/manifest.yml",
      """
      id: 007
      agent: mine
      model: large
      command: ./run ${STAYS} $$
      max_retries: 0
      timeout_minutes: 3
      verify: {lint: make lint}
      source: {plan: p.md, item: "1", hash: abc}
      """)
    try tasks.write("7/spec.md", "x")
    let spec = try #require(try tasks.load().tasks.first?.spec)
    #expect(spec.id == TaskID("007"))
    #expect(spec.name == "7")
    #expect(spec.agent == "mine" && spec.model == "large")
    #expect(spec.command == "./run ${STAYS} $$")
    #expect(spec.maxRetries == 0 && spec.timeoutMinutes == 3)
    #expect(spec.verify.lint == "make lint")
    #expect(spec.source == PlanSource(plan: "p.md", item: "1", hash: "abc"))
    #expect(spec.estimatedMinutes == TaskSpec.defaultEstimate)
  }

  @Test func tasksComeInTheOrderOfTheirIDs() throws {
    for id in ["10", "9", "a", "100"] {
      try tasks.add("x\(id)", "\"id\": \"\(id)\", \"name\": \"Über  Größe!\"")
    }
    let loaded = try tasks.load().tasks
    #expect(loaded.map(\.spec.id.description) == ["9", "10", "100", "a"])
    #expect(loaded.allSatisfy { $0.spec.name == "ber-gr-e" })
  }

  @Test func whatIsNoTaskIsLeftAlone() throws {
    try tasks.add("1", "\"id\": \"1\"")
    try tasks.write("README.md", "x")
    try tasks.write(".hidden/manifest.json", "x")
    try tasks.write("notes/idea.md", "x")
    try tasks.link("link.md", to: "README.md")
    try tasks.link("dangling", to: "nowhere")
    tasks.fifo("pipe")
    let loaded = try tasks.load()
    #expect(loaded.tasks.count == 1)
    #expect(
      loaded.warnings.map(\.description) == [
        ".tasks/notes:1:1: warning: the folder has no manifest, so it is no task\nhint: add a manifest.json or manifest.yaml"
      ])
  }

  @Test func aMissingDirectoryHoldsNoTasks() throws {
    let loaded = try loadTasks(directory: tasks.path + "/none", config: testConfig) { _ in "" }
    #expect(loaded.tasks.isEmpty && loaded.warnings.isEmpty)
  }

  @Test(arguments: [
    (#""id": "1", "lock": {}"#, "1:13: unknown key `lock` (did you mean `locks`?)"),
    (#""id": "1", "locks": {"write": []}"#, "1:23: unknown key `write` (did you mean `writes`?)"),
    (#""name": "x""#, "1:1: `id` is missing (The task's name: a-z, 0-9 and `-`.)"),
    (
      #""id": ["1"]"#,
      "1:8: `id` must be an id of a-z, 0-9 and `-` (1 to 63 characters, no `-` first), not a list"
    ),
    (
      #""id": "1", "estimated_minutes": 0"#,
      "1:34: `estimated_minutes` must be a whole number of minutes from 1 to 100000, not `0`"
    ),
    (#""id": "1", "locks": {"writes": ["apis"]}"#, "1:34: there is no resource `apis` (did you mean `api`?)"),
    (
      #""id": "1", "locks": {"reads": ["zzz"]}"#,
      "1:33: there is no resource `zzz` (declare it in the configuration's `resources`)"
    ),
    (
      #""id": "1", "files": {"writes": ["../x"]}"#,
      "1:34: `files.writes[0]` must be a path pattern relative to the repository, not the text `../x`"
    ),
    (
      #""id": "1", "dependencies": ["2"]"#,
      "1:30: there is no task `2`, and none of that id has landed"
    ),
    (#""id": "1", "dependencies": ["1"]"#, "1:30: the task depends on itself"),
    (#""id": "1", "agent": "mine-"# + "e\"", "1:22: there is no agent `mine-e` (did you mean `mine`?)"),
    (
      #""id": "1", "tdd_mode": "strict", "test_paths": ["t"]"#,
      "1:25: strict TDD needs `verify.fast`, or `fast` in the configuration"
    ),
    (
      #""id": "1", "tdd_mode": "strict", "verify": {"fast": "x"}"#,
      "1:25: strict TDD needs `test_paths`, here or in the configuration (name what the first turn may change)"
    ),
    (
      #""id": "1", "source": {"plan": "x"}"#,
      "1:23: the source is incomplete without `source.item` and `source.hash`"
    ),
    (#""id": "1", "id": "2""#, "1:13: `id` stands here again; it is already in line 1"),
    (#""id": "1", "verify": {"doctor": ""}"#, "1:34: `verify.doctor` must be a shell command, not empty"),
  ])
  func oneMistakeIsOneMessage(manifest: String, expected: String) throws {
    try tasks.add("1", manifest)
    #expect(tasks.problems() == ["1/manifest.json:" + expected])
  }

  @Test func theAgentNeedsSomethingToRun() throws {
    try tasks.add("1", #""id": "1""#)
    try tasks.add("2", #""id": "2", "command": "x""#)
    try tasks.add("3", #""id": "3", "agent": "codex""#)
    try tasks.add("4", #""id": "4", "agent": "claude", "command": "x""#)
    #expect(
      tasks.problems(OrchestratorConfig()) == [
        "1/manifest.json:1:8: the agent `command` has nothing to run"
          + " (give the task a `command`, or the configuration an `agents.command.command`)",
        "4/manifest.json:1:43: the agent `claude` is no command"
          + " (remove `command`, or name the agent `command`)",
      ])
  }

  @Test func strictTDDTakesWhatTheConfigurationHas() throws {
    var config = testConfig
    (config.fast, config.testPaths) = ("fast", [try #require(Glob("tests/**"))])
    try tasks.add("1", #""id": "1", "tdd_mode": "strict""#)
    #expect(tasks.problems(config) == [])
    #expect(tasks.problems().count == 2)
  }

  @Test func aLimitOfCostsNeedsAPriceForEachModel() throws {
    var config = OrchestratorConfig()
    config.budgets.maxCostPerRun = 5
    config.prices = ["big": TokenPrice(input: 1, cached: 1, output: 1)]
    try tasks.add("1", #""id": "1", "agent": "codex", "model": "big""#)
    try tasks.add("2", #""id": "2", "agent": "codex", "model": "small""#)
    try tasks.add("3", #""id": "3", "agent": "codex""#)
    try tasks.add("4", #""id": "4", "agent": "claude", "model": "small""#)
    try tasks.add("5", #""id": "5", "command": "x""#)
    let start = "`max_cost_per_run` cannot count the agent `codex`: it tells no money, and"
    let hint = " (\(OrchestratorConfig.costHint))"
    #expect(
      tasks.problems(config) == [
        "2/manifest.json:1:40: \(start) `small` has no price\(hint)",
        "3/manifest.json:1:22: \(start) no model is named\(hint)",
      ])
  }

  /// As `resume` finds it: tasks from earlier, a limit from today.
  @Test func aLimitThatCameLaterNeedsThemToo() throws {
    let loaded = try load(
      "budgets:\n  max_cost_per_run: 5\nprices: {big: {input: 1, cached: 1, output: 1}}")
    let named: [(String?, String?)] = [
      ("codex", "big"), ("codex", "small"), ("claude", "small"), (nil, nil), (nil, "small"),
    ]
    let specs = try named.enumerated().map { number, names in
      var spec = TaskSpec(
        id: try #require(TaskID("\(number)")), name: "t", prompt: "", fingerprint: Fingerprint("f"))
      (spec.agent, spec.model) = names
      return spec
    }
    #expect(
      problems { () throws(Diagnostics) in try loaded.requireCountableCosts(of: specs) } == [
        ".orchestrator.yaml:2:21: task 1: `max_cost_per_run` cannot count the agent `codex`: it tells no money, and"
          + " `small` has no price (\(OrchestratorConfig.costHint))"
      ])
    let free = try load("max_retries: 1")
    #expect(problems { () throws(Diagnostics) in try free.requireCountableCosts(of: specs) } == [])
  }

  @Test func circlesAreShownWhole() throws {
    let edges = ["a": ["b"], "b": ["c", "d"], "c": ["a"], "d": [], "e": ["f"], "f": ["e"], "g": ["a"]]
    for (id, dependencies) in edges {
      let list = dependencies.map { "\"\($0)\"" }.joined(separator: ",")
      try tasks.add(id, "\"id\": \"\(id)\", \"dependencies\": [\(list)]")
    }
    #expect(
      tasks.problems() == [
        "a/manifest.json:1:30: the dependencies go in a circle: a -> b -> c -> a",
        "e/manifest.json:1:30: the dependencies go in a circle: e -> f -> e",
      ])
  }

  @Test func allFoldersAreReportedAtOnce() throws {
    try tasks.add("1", #""id": "1", "x": 1"#)
    try tasks.write("2/manifest.json", "{")
    try tasks.write("2/spec.md", " \n")
    try tasks.add("3", #""id": "1""#)
    try tasks.write("4/manifest.json", #"{"id": "4", "dependencies": ["1"]}"#)
    try tasks.add("5", #""id": "5""#)
    try tasks.write("5/manifest.yaml", "id: 5")
    #expect(
      tasks.problems() == [
        "1/manifest.json:1:13: unknown key `x`",
        "2/manifest.json:1:2: expected a key in double quotes",
        "2/spec.md:1:1: the spec is empty (say there what the agent is to do)",
        "3/manifest.json:1:8: there is already a task `1`, in .tasks/1/manifest.json",
        "4/spec.md:1:1: the spec is missing",
        "5:1:1: the folder has manifest.json and manifest.yaml; keep one",
      ])
  }

  /// None of these may be followed, or waited for.
  @Test func onlyPlainFilesAreRead() throws {
    try tasks.write("outside/real.json", #"{"id": "1"}"#)
    for folder in ["a", "b", "c", "d"] { try tasks.write(folder + "/spec.md", "x") }
    try tasks.link("a/manifest.json", to: "../outside/real.json")
    tasks.fifo("b/manifest.json")
    try tasks.write("c/manifest.json/x", "")
    try tasks.write("d/manifest.json", bytes: [UInt8](repeating: 0x20, count: Limits.bytes + 1))
    try tasks.write("e/manifest.json", #"{"id": "e"}"#)
    tasks.fifo("e/spec.md")
    try tasks.write("f/manifest.json", #"{"id": "f"}"#)
    try tasks.link("f/spec.md", to: "/etc/passwd")
    try tasks.link("g", to: "e")
    #expect(
      tasks.problems() == [
        "a/manifest.json:1:1: the manifest is a symbolic link or lies below one; only plain files are read",
        "b/manifest.json:1:1: the manifest is no regular file",
        "c/manifest.json:1:1: the manifest is no regular file",
        "d/manifest.json:1:1: the manifest is larger than 1 MiB",
        "e/spec.md:1:1: the spec is no regular file",
        "f/spec.md:1:1: the spec is a symbolic link or lies below one; only plain files are read",
        "g:1:1: the task folder is a symbolic link or lies below one; only plain files are read",
      ])
  }

  @Test(arguments: [
    "", ".", "..", "../x", "/etc", "a/b", "-rf", "--help", "A", "a b", "a\\nb", "a\\u0000", "ä", "a;b",
    "$(x)", "`x`",
    "a*", "a.lock", "@{-1}", "\\ud83d\\ude00", String(repeating: "a", count: 64),
  ])
  func hostileIDsAreRefused(id: String) throws {
    try tasks.add("1", "\"id\": \"\(id)\"")
    let problems = tasks.problems()
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("1/manifest.json:1:8: `id` must ") == true)
  }
}

extension [TaskID?] {
  fileprivate func compactMapSet() -> Set<TaskID> { Set(compactMap { $0 }) }
}
