package import Journal
package import Orchestration
package import Sandboxes
package import SystemPackage

/// The frozen rules by which a run's attempts are made.
package struct WorkerPlan: Sendable {
  package var run: RunDirectory
  package var commonDirectory: FilePath
  /// The run's worktrees are made below it.
  package var worktrees: FilePath
  /// The program that performs one attempt.
  package var worker: FilePath
  package var copy: CheckoutCopy
  package var sandbox: SandboxRules
  package var bootstrap: [String] = []
  package var beforeAttempt: [String] = []
  package var afterAttempt: [String] = []
  package var beforeRemove: [String] = []
  /// Directories that a worktree gets from the last green gate.
  package var caches: CheckoutCaches?
  /// Where doctors take turns, and how many may run at once.
  package var doctorTurns: (directory: FilePath, count: Int)?
  /// The branch that only landings move; nil where people commit to it, too.
  package var integrationBranch: String?
  package var lint: String?
  package var fast: String?
  package var doctor: String?
  package var resources: [Resource] = []
  /// What the first turn of strict TDD may change, for tasks that say nothing themselves.
  package var testPaths: [Glob] = []
  /// The agent of tasks that name none.
  package var agent: String
  /// What the configuration says of agents, by name.
  package var agents: [String: AgentSettings] = [:]
  /// What tokens cost, by model.
  package var prices: [String: TokenPrice] = [:]
  package var limits: AttemptLimits
  /// Our own environment; commands see the allowed part of it.
  package var environment: [String: String]
  /// Names that pass beside the allowed ones.
  package var passedNames: [String] = []
  /// Names whose values the configuration itself has taken in; no command gets them by name.
  package var hiddenNames: Set<String> = []

  package init(
    run: RunDirectory, commonDirectory: FilePath, worktrees: FilePath, worker: FilePath, copy: CheckoutCopy
  ) {
    self.run = run
    self.commonDirectory = commonDirectory
    self.worktrees = worktrees
    self.worker = worker
    self.copy = copy
    sandbox = SandboxRules(kind: .none, commonDirectory: commonDirectory)
    agent = "command"
    limits = AttemptLimits(minutes: 60, stallMinutes: 10, doctorSeconds: 900, logBytes: 64 << 20)
    environment = [:]
  }
}
