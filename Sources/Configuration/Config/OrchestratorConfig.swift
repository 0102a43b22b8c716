package import Orchestration

/// The validated `.orchestrator.yaml` after every override; `${VAR}` is expanded. A fresh value holds the defaults.
///
/// Each property is one entry of `OrchestratorConfig.schema`, which says what the key means and may hold.
package struct OrchestratorConfig: Hashable, Sendable, Codable {
  /// The version of the file's format; 1 is the only one.
  package var version = 1
  /// The people's branch.
  package var baseBranch = "main"
  /// The integration branch: the only one that landings move. May be the base branch itself.
  package var mainBranch = "orchestrate/main"
  /// What the name of every task's branch begins with; no other branch does.
  package var taskBranchPrefix = "orchestrate/task/"
  /// Where the task folders are, relative to the repository, without `..`.
  package var tasksDir = ".tasks"
  /// Where worktrees are made, relative to the repository or absolute, with `{repo}` for the repository's name.
  package var worktreeRoot = "../{repo}.worktrees"
  /// Attempts at once.
  package var maxParallel = 4
  /// Attempts of a task beyond its first.
  package var maxRetries = 5
  package var schedule = Schedule.rolling
  /// Working time of one attempt, in minutes.
  package var timeoutMinutes = 60
  /// Minutes without output and without an open tool call after which an attempt has failed.
  package var stallMinutes = 10
  /// Gigabytes (10⁹ bytes) that must be free for anything to start; 0 asks for none.
  package var minFreeGB = 2.0
  /// In the order of the file; names are unique and never `other`.
  package var resources: [Resource] = []
  package var manifestEnforcement = RunPolicy.Enforcement.warn
  /// A snapshot that touches one of these needs a person's review.
  package var protect = [
    ".orchestrator.yaml", ".github/**", ".gitattributes", ".gitmodules", "AGENTS.md", "CLAUDE.md",
    ".claude/**", ".codex/**",
  ].compactMap { Glob($0) }
  /// Shell commands that run once in every fresh checkout.
  package var bootstrap: [String] = []
  /// Shell commands before and after every attempt, and before a worktree is removed.
  package var beforeAttempt: [String] = []
  package var afterAttempt: [String] = []
  package var beforeRemove: [String] = []
  /// Directories that fresh checkouts get from the last green gate.
  package var caches: [String] = []
  /// Untracked files that a fresh checkout gets a copy of.
  package var copy: [Glob] = []
  /// The shell command that must pass. Nil is a problem only for who needs it.
  package var doctor: String?
  /// Seconds.
  package var doctorTimeout = 900
  /// Doctors and gates at once.
  package var doctorParallel = 2
  package var lint: String?
  /// The fast tests of strict TDD.
  package var fast: String?
  /// What the first turn of strict TDD may change, for tasks that say nothing themselves.
  package var testPaths: [Glob] = []
  /// By name; `command`, `codex` and `claude` are always there and may stand here to be given settings.
  package var agents: [String: AgentDefinition] = [:]
  package var worker = Worker()
  package var docker = Docker()
  package var planner = Planner()
  package var gate = Gate()
  package var budgets = Budgets()
  /// What tokens cost, by model, for agents that do not say.
  package var prices: [String: TokenPrice] = [:]
  package var merge = MergeStyle.merge
  package var commit = Commit()
  /// What a commit starts by itself; without branches and paths nothing.
  package var postCommit = PostCommit()
  package var push = Push()
  package var cleanup = Cleanup()
  /// Megabytes (10⁶ bytes) of log that one attempt may write.
  package var maxLogMB = 64
  /// A shell command for when a run has ended or needs a person; it gets the summary as JSON on its standard input.
  package var onFinish: String?

  package init() {}

  /// `worktree_root` for a repository of this name.
  package func worktreeRoot(forRepositoryNamed name: String) -> String {
    worktreeRoot.split(separator: "{repo}", omittingEmptySubsequences: false).joined(separator: name)
  }

  /// The names that `worker.agent` and a task's `agent` may have.
  package var agentNames: [String] {
    Set(agents.keys).union([AgentDefinition.shell] + AgentDefinition.programs).sorted()
  }

  /// The agents that have something to run without a `command` of a task's.
  package var workingAgentNames: [String] {
    agentNames.filter { AgentDefinition.programs.contains($0) || agents[$0]?.command != nil }
  }

  /// The names that `planner.agent` may have.
  package var plannerNames: [String] { workingAgentNames + [Planner.markdown] }

  /// Every command that trusting this file approves.
  package var commands: [String] {
    bootstrap + beforeAttempt + afterAttempt + beforeRemove
      + [doctor, lint, fast, onFinish].compactMap { $0 }
      + agents.sorted { $0.key < $1.key }.flatMap { [$0.value.command, $0.value.resume].compactMap { $0 } }
  }
}
