import Configuration
import FoundationEssentials
import Git
import Glibc
import Journal
import Landing
import Orchestration
import Sandboxes
import SystemPackage
import Workers

/// The repository's doctor in a fresh checkout, as a gate would run it; nothing stays of it.
struct DoctorTrial {
  let workspace: Workspace
  let loaded: LoadedConfig

  private var config: OrchestratorConfig { loaded.config }

  enum Outcome: Hashable, Sendable {
    /// With the files that it left and git does not ignore.
    case passed(left: [RepositoryPath])
    /// The end of what it printed.
    case failed(Check, output: String)
  }

  /// Runs `bootstrap` and the doctor on what the people's branch has, else on what is checked out. The doctor's home
  /// is `home` for as long as it runs.
  func run(in sandbox: SandboxRules) async throws -> (outcome: Outcome, home: FilePath) {
    let scratch = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("git-orchestrate-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(atPath: scratch.string) }
    let plan = try plan(in: scratch, sandbox)
    defer { removeIfEmpty(plan.gate.worktrees) }
    let lander = try Lander(plan: plan, administration: GitAdministration(workspace.layout.commonDirectory))
    let order = GateOrder(commit: try commit(), doctor: nil, task: nil)
    let (failure, left) = try await cancelledBySignals { try await lander.rehearse(order) }
    guard let failure else { return (.passed(left: left), plan.gate.home) }
    let output = LogTail.read(FilePath(failure.log), bytes: 16_000) ?? ""
    return (.failed(failure.check, output: output), plan.gate.home)
  }

  private func plan(in scratch: FilePath, _ sandbox: SandboxRules) throws -> LandingPlan {
    let run = workspace.state.run(RunID(startingAt: .now, suffix: .random(in: 0 ... .max)))
    var plan = try RunComposition(
      workspace: workspace, config: config, run: run, allowRed: false, sandbox: sandbox,
      hiddenNames: loaded.expandedVariables
    ).landingPlan()
    plan.gate.logs = scratch.appending("logs")
    plan.gate.home = scratch.appending("home")
    return plan
  }

  private func commit() throws -> CommitID {
    let repository = try workspace.openRepository()
    let base = try RefName.branch(config.baseBranch).flatMap { try repository.target(of: $0) }
    guard let commit = base ?? workspace.layout.head.commit else {
      throw Failure("there is no commit to try the doctor on", hint: "make one", code: .environment)
    }
    return CommitID(trusted: commit.hex)
  }

  /// Takes away a run's directory of worktrees, and the one above it where it was made for that.
  private func removeIfEmpty(_ directory: FilePath) {
    unsafe rmdir(directory.string)
    unsafe rmdir(directory.removingLastComponent().string)
  }
}
