import FoundationEssentials
import Sandboxes
import SystemPackage

/// The `git` that people here call.
enum GitProgram {
  /// As in `2.39.5`; nil where there is none.
  static func version(environment: [String: String]) async -> String? {
    let log = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("git-orchestrate-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(atPath: log.string) }
    let command = Command(["git", "--version"], in: "/", environment: environment)
    let runner = CommandRunner(sandbox: Sandbox(kind: .none))
    let limits = CommandLimits(timeout: .seconds(10))
    guard let result = try? await runner.run(command, to: CommandOutput(log: log), within: limits),
      result.end == .exited(0)
    else { return nil }
    return result.tail.split(whereSeparator: \.isWhitespace).dropFirst(2).first.map(String.init)
  }
}
