package import Orchestration
import Sandboxes
package import SystemPackage

/// Brings the integration branch to a remote. With the person's own git, so that their ssh configuration and their
/// credential helpers work; but without hooks, and nobody is asked for a password.
package struct BranchPush: Sendable {
  /// The repository's common directory.
  package var commonDirectory: FilePath
  /// Without `refs/heads/`.
  package var branch: String
  package var remote: String
  /// The person's environment.
  package var environment: [String: String]
  /// What git says is appended to it.
  package var log: FilePath
  package var timeout: Duration
  /// Taken out of what git and the remote say.
  package var secrets = Secrets()

  package init(
    commonDirectory: FilePath, branch: String, remote: String, environment: [String: String], log: FilePath,
    timeout: Duration
  ) {
    self.commonDirectory = commonDirectory
    self.branch = branch
    self.remote = remote
    self.environment = environment.filter { !CommandEnvironment.isGitLocal($0.key) }
    self.environment["GIT_TERMINAL_PROMPT"] = "0"
    self.log = log
    self.timeout = timeout
  }

  /// Pushes exactly this commit. What the remote refuses, or does not answer in time, is a value.
  @concurrent
  package func push(_ commit: CommitID) async throws -> (taken: Bool, report: PushReport) {
    let command = Command(
      [
        "git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--git-dir",
        commonDirectory.string,
        "push", "--porcelain", "--", remote, "\(commit):refs/heads/\(branch)",
      ], in: commonDirectory, environment: environment)
    let result = try await CommandRunner(sandbox: Sandbox(.none), redactor: Redactor(secrets))
      .run(command, to: CommandOutput(log: log), within: CommandLimits(timeout: timeout))
    var report = PushReport(commit: commit, remote: remote, answer: result.tail)
    switch result.end {
    case .exited(let code): return (code == 0, report)
    case .cancelled: throw CancellationError()
    case .timedOut: report.answer += "no answer in \(timeout.components.seconds) seconds"
    case .signalled(let number): report.answer += "git was ended by signal \(number)"
    case .stalled: break
    }
    return (false, report)
  }
}
