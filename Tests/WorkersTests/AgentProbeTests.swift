import Agents
import Glibc
import Sandboxes
import SystemPackage
import TestSupport
import Testing

@testable import Workers

/// Programs that only have the right name.
struct AgentProbeTests {
  let scratch: ScratchDirectory
  init() throws {
    scratch = try ScratchDirectory()
    try scratch.makeDirectory("bin")
    try scratch.makeDirectory(".codex")
  }

  private var environment: [String: String] {
    ["PATH": scratch.path.appending("bin").string, "HOME": scratch.path.string]
  }

  private func install(_ name: String, _ script: String) throws {
    try scratch.write("bin/\(name)", "#!/bin/sh\n\(script)\n")
    #expect(unsafe chmod(scratch.path.appending("bin/\(name)").string, 0o700) == 0)
  }

  @Test(
    arguments: [
      ("echo codex-cli 0.147.0", .found(version: "0.147.0")),
      ("echo '2.1.330 (Claude Code)'", .found(version: "2.1.330")),
      ("echo new", .broken), ("echo 1.0; exit 3", .broken), (nil, .missing),
    ] as [(String?, AgentProbe.Program)])
  func findsTheProgram(script: String?, program: AgentProbe.Program) async throws {
    if let script { try install("codex", script) }
    let probe = await AgentProbe.look(at: .codex, environment: environment)
    #expect(probe?.agent == "codex")
    #expect(probe?.program == program)
  }

  @Test func knowsHowItLogsIn() async throws {
    func login(_ more: [String: String] = [:]) async -> AgentProbe.Login? {
      await AgentProbe.look(at: .codex, environment: environment.merging(more) { $1 })?.login
    }
    #expect(
      await login(["OPENAI_API_KEY": ""])
        == AgentProbe.Login.none(hint: "run `codex login`, or set OPENAI_API_KEY"))
    try scratch.write(".codex/auth.json", "{}")
    #expect(await login() == .file(scratch.path.appending(".codex/auth.json")))
    #expect(await login(["OPENAI_API_KEY": "k"]) == .variable("OPENAI_API_KEY"))
    #expect(await AgentProbe.look(at: .command, environment: environment) == nil)
  }

  @Test func theTasksHomeHasTheLoginItselfAndNothingElse() throws {
    try scratch.write(".codex/auth.json", "{}")
    try scratch.write(".codex/config.toml", "x")
    let account = try #require(AgentDescription.codex.account)
    let home = AgentHome(account: account, home: PrivateHome(scratch.path.appending("task")))
    for _ in 0..<2 { try home.prepare(login: AgentHome.login(of: account, in: environment)) }
    #expect(try scratch.text("task/.codex/auth.json") == "{}")
    try scratch.write(".codex/auth.json", "{\"renewed\":1}")
    #expect(try scratch.text("task/.codex/auth.json") == "{\"renewed\":1}")
    #expect(throws: (any Error).self) { try scratch.text("task/.codex/config.toml") }
    let other = AgentHome(account: account, home: PrivateHome(scratch.path.appending("other")))
    try other.prepare(login: nil)
    #expect(throws: (any Error).self) { try scratch.text("other/.codex/auth.json") }
  }

  /// An agent that turns its own directory into a link to the person's must not make us delete the person's login.
  @Test func aPlantedDirectoryDoesNotLeadOut() throws {
    try scratch.write(".codex/auth.json", "{}")
    try scratch.makeDirectory("task")
    try scratch.makeLink("task/.codex", to: scratch.path.appending(".codex").string)
    let account = try #require(AgentDescription.codex.account)
    let home = AgentHome(account: account, home: PrivateHome(scratch.path.appending("task")))
    try home.prepare(login: AgentHome.login(of: account, in: environment))
    #expect(try scratch.text(".codex/auth.json") == "{}")
    #expect(try scratch.text("task/.codex/auth.json") == "{}")
  }
}
