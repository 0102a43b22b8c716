import Testing
import YAML

@testable import Configuration

@Suite struct PrecedenceTests {
  /// Lays every source over the file up to the given one.
  private func loaded(_ layers: Int) throws -> LoadedConfig {
    var sources = ConfigSources(bytes: layers > 0 ? Array("# x\nmax_parallel: 10".utf8) : nil)
    if layers > 1 { sources.gitConfig = ["orchestrate.maxparallel": "11", "user.name": "x"] }
    if layers > 2 { sources.environment = ["ORCHESTRATE_MAX_PARALLEL": "12"] }
    if layers > 3 { sources.flags = ["max_parallel": "13"] }
    return try LoadedConfig(sources)
  }

  @Test(arguments: [
    (0, 4, "default"), (1, 10, ".orchestrator.yaml:2"), (2, 11, "git config orchestrate.maxparallel"),
    (3, 12, "environment ORCHESTRATE_MAX_PARALLEL"), (4, 13, "flag --max-parallel"),
  ])
  func theStrongerSourceWins(layers: Int, value: Int, origin: String) throws {
    let loaded = try loaded(layers)
    #expect(loaded.config.maxParallel == value)
    #expect(loaded.origin(of: "max_parallel").description == origin)
    #expect(loaded.rendered(withOrigins: true).contains("\nmax_parallel: \(value)  # \(origin)\n"))
  }

  @Test func theFileIsTakenFromItsDirectory() throws {
    let directory = try TaskDirectory()
    #expect(try ConfigSources(directory: directory.path).bytes == nil)
    try directory.write(".orchestrator.yaml", "merge: squash")
    #expect(try LoadedConfig(ConfigSources(directory: directory.path)).config.merge == .squash)
    let linked = try TaskDirectory()
    try linked.link(".orchestrator.yaml", to: directory.path + "/.orchestrator.yaml")
    let refused = problems { () throws(Diagnostics) in _ = try ConfigSources(directory: linked.path) }
    #expect(refused.count == 1 && refused[0].contains("symbolic link"))
  }

  @Test func keysInGroupsHaveNamesEverywhere() throws {
    let loaded = try load("agents: {a: {command: x}, b: {command: y}}") {
      $0.environment["ORCHESTRATE_WORKER_AGENT"] = "b"
      $0.gitConfig = ["orchestrate.worker.agent": "a", "orchestrate.gate.retries": "2"]
      $0.flags = ["worker.sandbox": "none"]
    }
    #expect(loaded.config.worker.agent == "b")
    #expect(loaded.config.gate.retries == 2)
    #expect(loaded.config.worker.sandbox == .none)
    #expect(loaded.origin(of: "worker.sandbox") == .flag("--sandbox"))
  }

  @Test func anEmptyVariableIsNotSet() throws {
    #expect(try load("") { $0.environment["ORCHESTRATE_MAX_PARALLEL"] = "" }.config.maxParallel == 4)
  }

  @Test func overridesStandAsTheyAreWritten() throws {
    #expect(
      try load("") { $0.environment["ORCHESTRATE_DOCTOR"] = "a ${NAME} $$" }.config.doctor == "a ${NAME} $$")
  }

  @Test func mistakesNameTheirSource() {
    let found = problems { () throws(Diagnostics) in
      _ = try load("max_retries: x") {
        $0.environment["ORCHESTRATE_MAX_PARALLEL"] = "many"
        $0.gitConfig = ["orchestrate.schedule": "later"]
        $0.flags = ["worker.agent": "nobody"]
      }
    }
    #expect(
      found == [
        "--agent:1:1: there is no agent `nobody` (describe it in `agents`)",
        ".orchestrator.yaml:1:14: `max_retries` must be a whole number from 0 to 100, not `x`",
        "ORCHESTRATE_MAX_PARALLEL:1:1: `max_parallel` must be a whole number from 1 to 64, not `many`",
        "git config orchestrate.schedule:1:1: `schedule` must be one of rolling, batch, not `later`",
      ])
  }

  @Test func aMisspelledSettingOfGitIsAWarning() throws {
    let loaded = try load("") {
      $0.gitConfig = ["orchestrate.maxparalel": "3", "orchestrate.somethingelse": "x"]
    }
    #expect(loaded.warnings.map(\.hint) == ["did you mean `orchestrate.max_parallel`?"])
    #expect(loaded.warnings.map(\.severity) == [.warning])
  }

  @Test func whatIsShownLoadsAsTheSame() throws {
    let loaded = try load(everyKey + "\n") {
      $0.environment["ORCHESTRATE_LINT"] = "a $${NAME} \"x\""
      $0.flags = ["max_parallel": "7"]
    }
    for withOrigins in [false, true] {
      #expect(try load(loaded.rendered(withOrigins: withOrigins)).config == loaded.config)
    }
    let defaults = try LoadedConfig(ConfigSources())
    #expect(try load(defaults.rendered(withOrigins: true)).config == OrchestratorConfig())
  }

  @Test func whatAVariableHoldsIsNotShown() throws {
    let loaded = try load("doctor: curl ${TOKEN}") { $0.environment["TOKEN"] = "s3cret" }
    #expect(loaded.config.doctor == "curl s3cret")
    #expect(!loaded.rendered(withOrigins: true).contains("s3cret"))
    #expect(loaded.rendered(withOrigins: false).contains("doctor: \"curl ${TOKEN}\"\n"))
  }
}
