package import Journal
package import Orchestration
package import Sandboxes
package import SystemPackage

/// The frozen rules by which a run's work lands.
package struct LandingPlan: Sendable {
  package var run: RunID
  /// The repository's common directory.
  package var commonDirectory: FilePath
  /// The user's own checkout; `gate.copy` files come from it. Never written to.
  package var checkout: FilePath
  /// The integration branch, without `refs/heads/`.
  package var branch: String
  /// The people's branch that it follows; nil where it follows none.
  package var base: String?
  package var taskBranchPrefix: String
  package var squash = false
  /// A task's branch goes when its work has landed.
  package var removesLandedBranches = true
  /// The author of landing commits; nil is the repository's own identity.
  package var author: CommitAuthor?
  /// The message of a landing commit, with `{id}`, `{name}` and `{description}`; nil is the built-in one.
  package var messageTemplate: String?
  /// Values that nothing may hold which is written or landed.
  package var secrets = Secrets()
  package var gate: GatePlan

  package init(
    run: RunID, commonDirectory: FilePath, checkout: FilePath, branch: String, gate: GatePlan
  ) {
    self.run = run
    self.commonDirectory = commonDirectory
    self.checkout = checkout
    self.branch = branch
    self.gate = gate
    taskBranchPrefix = "orchestrate/task/"
  }
}

extension LandingPlan {
  /// Whether an untracked path of a checkout was lent to it, and so is nobody's work.
  func lentPaths() throws -> (RepositoryPath) -> Bool {
    let copied = try Set(CheckoutCopy(source: checkout, patterns: gate.copy.patterns).files())
    return { copied.contains($0) || gate.caches?.covers($0) == true }
  }
}

/// A name and a mail address.
package struct CommitAuthor: Hashable, Sendable, Codable {
  package var name: String
  package var email: String

  package init(name: String, email: String) {
    self.name = name
    self.email = email
  }
}

/// What the gate runs and where.
package struct GatePlan: Sendable {
  package var bootstrap: [String] = []
  /// The repository's doctor.
  package var doctor: String
  /// Seconds for one command.
  package var timeout: Double = 900
  package var copy: CheckoutCopy
  /// Gate checkouts are made below it.
  package var worktrees: FilePath
  /// Logs of gates go below it.
  package var logs: FilePath
  /// Green verdicts, across runs.
  package var verdicts: FilePath
  /// Directories that a checkout gets from the last green gate, and gives to the next.
  package var caches: CheckoutCaches?
  /// Where doctors take turns; nil where they need not.
  package var turns: DoctorTurns?
  /// The environment of every command, complete.
  package var environment: [String: String]
  package var sandbox: SandboxRules
  /// What the commands of one gate have to themselves, made anew for each.
  package var home: FilePath

  package init(
    doctor: String, copy: CheckoutCopy, worktrees: FilePath, logs: FilePath, verdicts: FilePath,
    home: FilePath, sandbox: SandboxRules
  ) {
    self.doctor = doctor
    self.copy = copy
    self.worktrees = worktrees
    self.logs = logs
    self.verdicts = verdicts
    self.home = home
    self.sandbox = sandbox
    environment = [:]
  }
}
