import Orchestration
import SystemPackage
import TestSupport

@testable import Sandboxes

/// A place to run shell scripts in, whose processes can be found again.
final class CommandFixture: Sendable {
  let directory: ScratchDirectory
  let nonce: Nonce
  let runner: CommandRunner

  init() throws {
    directory = try ScratchDirectory()
    nonce = Nonce("test-\(UInt64.random(in: 0...UInt64.max))")
    runner = CommandRunner(sandbox: Sandbox(.none), nonce: nonce)
  }

  var environment: [String: String] { ["PATH": "/usr/local/bin:/usr/bin:/bin"] }

  func run(
    _ script: String, input: [UInt8] = [], limits: CommandLimits = CommandLimits(), errors: String? = nil,
    onLines: CommandOutput.LineReader? = nil
  ) async throws -> CommandResult {
    let command = Command(shell: script, in: directory.path, environment: environment, input: input)
    let output = CommandOutput(
      log: directory.path.appending("log"), errors: errors.map { directory.path.appending($0) },
      onLines: onLines)
    return try await runner.run(command, to: output, within: limits)
  }

  /// What still runs of anything that this fixture started.
  var left: [ProcessIdentity] { ProcessTable.marked(by: nonce) }
}
