import Configuration
import Journal
import Orchestration
import SystemPackage

/// What a run was started with, as `start.json` keeps it: everything that `resume` needs beside the journal.
struct FrozenRun: Codable {
  /// The text of `.orchestrator.yaml`, `${VAR}` unexpanded; nil where there was none.
  var configuration: String?
  var gitConfig: [String: String]
  var flags: [String: String]
  var allowRed: Bool

  static func read(from run: RunDirectory) throws -> FrozenRun {
    guard let frozen = try JSONFile.read(FrozenRun.self, from: file(in: run), limit: 4 << 20) else {
      throw Failure(
        "run \(run.id) has no \(file(in: run))",
        hint: "it did not get as far as starting: 'git orchestrate clean --run \(run.id)'",
        code: .environment)
    }
    return frozen
  }

  func write(to run: RunDirectory) throws { try JSONFile.write(self, to: FrozenRun.file(in: run)) }

  private static func file(in run: RunDirectory) -> FilePath { run.path.appending("start.json") }
}
