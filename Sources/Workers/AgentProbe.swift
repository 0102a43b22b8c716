package import Agents
import FoundationEssentials
import Orchestration
import Sandboxes
package import SystemPackage

/// Whether an agent's program is installed here, and whether it can log in.
package struct AgentProbe: Hashable, Sendable {
  /// What is there of its program.
  package enum Program: Hashable, Sendable {
    case missing
    /// It is there, but `--version` did not work.
    case broken
    case found(version: String)
  }
  /// With what it would log in.
  package enum Login: Hashable, Sendable {
    /// The variable that holds its key.
    case variable(String)
    /// What a login has left. It may have expired: only a turn can tell.
    case file(FilePath)
    /// What a person can do about it.
    case none(hint: String)
  }
  package var agent: String
  package var program: Program
  package var login: Login

  /// Looks at one built-in agent in at most ten seconds. Nil for an agent that we know nothing of.
  @concurrent
  package static func look(at agent: AgentDescription, environment: [String: String]) async -> AgentProbe? {
    guard let account = agent.account else { return nil }
    return AgentProbe(
      agent: agent.name, program: await program(of: account, environment),
      login: login(of: account, environment))
  }

  private static func login(of account: AgentAccount, _ environment: [String: String]) -> Login {
    if let name = account.variables.first(where: { !environment[$0, default: ""].isEmpty }) {
      return .variable(name)
    }
    if let file = AgentHome.login(of: account, in: environment) { return .file(file) }
    return .none(hint: account.loginHint)
  }

  private static func program(of account: AgentAccount, _ environment: [String: String]) async -> Program {
    let log = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("git-orchestrate-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(atPath: log.string) }
    let allowed = CommandEnvironment.allowed(from: environment, temporary: log.removingLastComponent().string)
    let command = Command([account.program, "--version"], in: "/", environment: allowed)
    let result: CommandResult
    do {
      result = try await CommandRunner(sandbox: Sandbox(.none))
        .run(command, to: CommandOutput(log: log), within: CommandLimits(timeout: .seconds(10)))
    } catch {
      return .missing
    }
    guard result.end == .exited(0), let version = AgentAccount.version(in: result.tail) else {
      return .broken
    }
    return .found(version: version)
  }
}
