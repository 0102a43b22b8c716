import Configuration
import FoundationEssentials
import Orchestration
import Sandboxes
import SystemPackage

/// How the doctor fares in the sandbox, and what it has to read to pass there.
///
/// A toolchain below the home is tried when a program of `PATH` leads there; what only the doctor's output names is
/// told to the person, who decides: the output is the repository's word.
struct DoctorExamination {
  let workspace: Workspace
  let loaded: LoadedConfig

  private var config: OrchestratorConfig { loaded.config }

  struct Result: Hashable, Sendable {
    var outcome: DoctorTrial.Outcome
    /// What `worker.read` has to name for this outcome, beside what it names; where the doctor fails all the same, what
    /// it may be missing.
    var read: [String] = []
    /// Programs that it did not find and that `PATH` does not have.
    var missing: [String] = []
  }

  func perform(in sandbox: SandboxRules) async throws -> Result {
    let trial = DoctorTrial(workspace: workspace, loaded: loaded)
    var (outcome, home) = try await trial.run(in: sandbox)
    guard sandbox.kind != .none, let toolchains, case .failed(_, let first) = outcome else {
      return Result(outcome: outcome)
    }
    var rules = sandbox
    var said = first
    for _ in 0..<3 {
      let new = toolchains.roots(of: words + names(in: said))
        .filter { !rules.canRead($0) && !leadsToTheRepository($0) }
      if new.isEmpty { break }
      rules.readable += new
      (outcome, home) = try await trial.run(in: rules)
      guard case .failed(_, let output) = outcome else {
        return Result(outcome: outcome, read: shortened(rules.readable, beside: sandbox, toolchains))
      }
      said = output
    }
    return Result(
      outcome: outcome, read: hints(said + first, home, sandbox, toolchains),
      missing: missing(said, toolchains))
  }

  private var toolchains: Toolchains? { Toolchains(workspace.environment) }

  /// What may be programs in the commands that are tried.
  private var words: [String] {
    (config.bootstrap + [config.doctor].compactMap(\.self)).flatMap(PathMentions.words)
  }

  /// Programs that the output names, by the last part of a path, too.
  private func names(in output: String) -> [String] {
    PathMentions.missingPrograms(in: output).compactMap { FilePath($0).lastComponent?.string }
      + output.split(whereSeparator: \.isNewline).compactMap { line in
        line.split(separator: ":").first.flatMap { FilePath(String($0)).lastComponent?.string }
      }
  }

  private func missing(_ output: String, _ toolchains: Toolchains) -> [String] {
    PathMentions.missingPrograms(in: output).filter { name in
      !name.contains("/")
        && !toolchains.path.contains { FileManager.default.fileExists(atPath: $0.appending(name).string) }
    }
  }

  /// The toolchains that the output speaks of, which exist and which nothing shows to the doctor.
  private func hints(
    _ output: String, _ privateHome: FilePath, _ sandbox: SandboxRules, _ toolchains: Toolchains
  ) -> [String] {
    let named =
      PathMentions.below(toolchains.home, in: output)
      + PathMentions.below(privateHome, in: output).compactMap { path in
        var rest = path
        return rest.removePrefix(privateHome) ? toolchains.home.appending(rest.components) : nil
      }
    let existing = named.filter { FileManager.default.fileExists(atPath: $0.string) }.compactMap(
      toolchains.root
    )
    .filter { !sandbox.canRead($0) && !leadsToTheRepository($0) }
    return shortened(existing, beside: sandbox, toolchains)
  }

  /// A directory of projects is no toolchain.
  private func leadsToTheRepository(_ path: FilePath) -> Bool {
    [workspace.root, workspace.commonDirectory, workspace.worktreeRoot(config)].contains {
      $0.starts(with: path)
    }
  }

  /// As a person writes them, each once.
  private func shortened(
    _ paths: [FilePath], beside sandbox: SandboxRules, _ toolchains: Toolchains
  ) -> [String] {
    var found: [String] = []
    for path in paths where !sandbox.readable.contains(path) {
      var rest = path
      let text = rest.removePrefix(toolchains.home) ? "~/\(rest)" : path.string
      if !found.contains(text) { found.append(text) }
    }
    return found
  }
}

extension SandboxRules {
  /// Whether commands can read what lies at a path of the machine.
  fileprivate func canRead(_ path: FilePath) -> Bool {
    (programs + readable + caches).contains { path.starts(with: $0) }
  }
}
