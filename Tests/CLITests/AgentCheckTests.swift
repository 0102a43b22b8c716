import Agents
import Configuration
import Glibc
import Orchestration
import SystemPackage
import TestSupport
import Testing

@testable import CLI

@Suite("Which agents are here")
struct AgentCheckTests {
  let scratch: ScratchDirectory

  init() throws {
    scratch = try ScratchDirectory()
    try scratch.makeDirectory("bin")
  }

  private func install(_ name: String, _ version: String) throws {
    try scratch.write("bin/\(name)", "#!/bin/sh\necho \(version)\n")
    #expect(unsafe chmod(scratch.path.appending("bin/\(name)").string, 0o700) == 0)
  }

  private func environment(_ more: [String: String] = [:]) -> [String: String] {
    ["PATH": scratch.path.appending("bin").string, "HOME": scratch.path.string].merging(more) { $1 }
  }

  private func spec(_ id: String, agent: String? = nil) throws -> TaskSpec {
    var spec = TaskSpec(id: try task(id), name: "x", prompt: "", fingerprint: Fingerprint(id))
    spec.agent = agent
    return spec
  }

  private func config(agent: String) -> OrchestratorConfig {
    var config = OrchestratorConfig()
    config.worker.agent = agent
    return config
  }

  @Test func aFirstConfigurationGetsAnAgentThatCanLogIn() async throws {
    #expect(await AgentCheck(environment()).choice == nil)
    try install("codex", "codex-cli 0.147.0")
    #expect(await AgentCheck(environment()).choice == "codex")
    try install("claude", "2.1.330")
    #expect(await AgentCheck(environment()).choice == "codex")
    #expect(await AgentCheck(environment(["ANTHROPIC_API_KEY": "k"])).choice == "claude")
    #expect(
      await AgentCheck(environment(["ANTHROPIC_API_KEY": "k", "OPENAI_API_KEY": "k"])).choice == "codex")
  }

  @Test func whatNobodyNeedsMayBeMissing() async throws {
    try install("codex", "codex-cli 0.147.0")
    let check = await AgentCheck(environment())
    #expect(check.findings(needs: [:]).map(\.verdict) == [.ok, .ok])
    let needed = check.findings(needs: ["codex": [try task("001")], "claude": [try task("002")]])
    #expect(needed.map(\.verdict) == [.warn, .fail])
    #expect(needed.map(\.what).first == "0.147.0, cannot log in")
    #expect(needed.last?.code == .environment)
  }

  @Test func onlyTheVariablesThatTheConfigurationNamesCount() async throws {
    try install("claude", "2.1.330")
    var config = config(agent: "claude")
    var claude = AgentDefinition()
    claude.env = ["CLAUDE_CODE_OAUTH_TOKEN"]
    config.agents["claude"] = claude
    let check = await AgentCheck(environment(["ANTHROPIC_API_KEY": "k"]), config: config, names: ["claude"])
    #expect(check.probes.map(\.words) == ["2.1.330, cannot log in"])
  }

  @Test func aTaskWithoutItsProgramIsOneLine() async throws {
    let tasks = try [spec("001"), spec("002", agent: "command")]
    let failure = await #expect(throws: Failure.self) {
      try await AgentCheck.require(tasks, config(agent: "codex"), environment())
    }
    #expect(
      failure?.text
        == "error: codex is not installed, and 001 needs it: put it on the PATH, or choose another `worker.agent`"
    )
    #expect(failure?.code == .environment)
    try await AgentCheck.require([tasks[1]], config(agent: "codex"), environment())
    try install("codex", "codex-cli 0.147.0")
    try await AgentCheck.require(tasks, config(agent: "codex"), environment())
  }

  @Test func aCommandOfTheSameNameNeedsNoProgram() async throws {
    var config = config(agent: "codex")
    var own = AgentDefinition()
    own.command = "my-codex"
    config.agents["codex"] = own
    try await AgentCheck.require([spec("001")], config, environment())
  }
}
