import FoundationEssentials
import Orchestration
import Sandboxes
import SystemPackage

/// A short command of which only the end, and the last of its output, counts.
struct Probe {
  let arguments: [String]
  let environment: [String: String]

  /// What it printed; nil unless it ran and succeeded.
  func output() async -> String? {
    let log = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("git-orchestrate-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(atPath: log.string) }
    let result = try? await CommandRunner(sandbox: Sandbox(.none)).run(
      Command(arguments, in: "/", environment: environment), to: CommandOutput(log: log),
      within: CommandLimits(timeout: .seconds(10)))
    return result.flatMap { $0.end == .exited(0) ? $0.tail : nil }
  }

  /// The version of the `git` that people here call, as in `2.39.5`; nil where there is none.
  static func gitVersion(_ environment: [String: String]) async -> String? {
    await Probe(arguments: ["git", "--version"], environment: environment).output()
      .flatMap { $0.split(whereSeparator: \.isWhitespace).dropFirst(2).first.map(String.init) }
  }
}
