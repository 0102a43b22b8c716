import FoundationEssentials
import SystemPackage

/// What a short command said.
package struct CommandAnswer: Hashable, Sendable {
  package var result: CommandResult
  /// The end of its standard output, and that of its standard error.
  package var output: String
  package var errors: String
}

extension CommandRunner {
  /// Runs a command that is asked for what it prints. Throws `CommandError` when it could not be started.
  package func answer(
    to command: Command, within limit: Duration, onLines: CommandOutput.LineReader? = nil
  ) async throws -> CommandAnswer {
    let log = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("git-orchestrate-\(UInt64.random(in: 0 ... .max))")
    let errors = FilePath(log.string + ".errors")
    defer {
      for file in [log, errors] { try? FileManager.default.removeItem(atPath: file.string) }
    }
    let result = try await run(
      command, to: CommandOutput(log: log, errors: errors, onLines: onLines),
      within: CommandLimits(timeout: limit))
    let text = FileManager.default.contents(atPath: errors.string).map {
      String(decoding: $0.suffix(8 << 10), as: UTF8.self)
    }
    return CommandAnswer(result: result, output: result.tail, errors: text ?? "")
  }
}
