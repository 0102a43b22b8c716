package import Orchestration
import SystemPackage

/// Docker or podman, as their command line.
package struct ContainerEngine: Hashable, Sendable {
  package var kind: SandboxKind
  /// An absolute path.
  package var program: String
  /// The client's own environment, complete.
  package var environment: [String: String]
  /// The client dies with us.
  package var shim: Sandbox.Shim?

  package init(
    _ kind: SandboxKind, program: String, environment: [String: String], shim: Sandbox.Shim? = nil
  ) {
    self.kind = kind
    self.program = program
    self.environment = environment
    self.shim = shim
  }

  /// Nil where it is not installed.
  package init?(_ kind: SandboxKind, in environment: [String: String]) {
    guard let program = SandboxProbe.program(of: kind, path: environment["PATH", default: ""]) else {
      return nil
    }
    self.init(kind, program: program.string, environment: Self.environment(from: environment))
  }

  /// The part of our own environment that the clients read.
  private static func environment(from inherited: [String: String]) -> [String: String] {
    inherited.filter { reads($0.key) }
  }

  /// Whether the clients find their engine, their settings or their proxy by a variable. One that a command brings
  /// along must not lead them elsewhere.
  static func reads(_ name: String) -> Bool {
    let names: Set<String> = [
      "PATH", "HOME", "LANG", "TMPDIR", "USER", "DBUS_SESSION_BUS_ADDRESS", "HTTP_PROXY", "HTTPS_PROXY",
      "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    ]
    let families = ["DOCKER_", "BUILDKIT_", "CONTAINER_", "CONTAINERS_", "XDG_"]
    return names.contains(name) || families.contains { name.hasPrefix($0) }
  }

  /// What the client prints on standard output. Throws `ContainerError` unless it succeeds.
  package func call(
    _ arguments: [String], within limit: Duration = .seconds(60), onLines: CommandOutput.LineReader? = nil
  ) async throws -> String {
    let runner = CommandRunner(sandbox: Sandbox(.none, shim: shim))
    let command = Command([program] + arguments, in: "/", environment: environment)
    let answer = try await runner.answer(to: command, within: limit, onLines: onLines)
    guard answer.result.end == .exited(0) else {
      throw ContainerError(program: program, arguments: arguments, answer)
    }
    return answer.output
  }
}

/// An engine that did not do what it was asked for.
package struct ContainerError: Error, Hashable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }

  init(program: String, arguments: [String], _ answer: CommandAnswer) {
    let call = "\(FilePath(program).lastComponent?.string ?? program) \(arguments.first ?? "")"
    let lines = (answer.output + "\n" + answer.errors).split(separator: "\n")
    // Behind it may stand where help is to be found, before it what only was a warning.
    let last = lines.last { $0.contains("rror") } ?? lines.last
    let reason =
      switch answer.result.end {
      case .timedOut, .stalled: "no answer in time"
      case .cancelled: "was stopped"
      case .exited(let code): last.map(String.init) ?? "exit code \(code)"
      case .signalled(let number): "signal \(number)"
      }
    description = "\(call): \(reason)"
  }
}
