import Orchestration

extension OrchestratorConfig {
  /// Every key of `.orchestrator.yaml`. To add one, add a property with its default and one entry here.
  static let schema = Schema(
    keys: branchKeys + schedulingKeys + commandKeys + containerKeys + budgetKeys + landingKeys + hookKeys,
    planned: plannedKeys)

  /// The JSON Schema of `.orchestrator.yaml`, for editors.
  package static var jsonSchema: String {
    let head: JSON = .object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
      "title": .string(".orchestrator.yaml"),
    ])
    guard case .object(let members) = schema.jsonSchema(defaults: OrchestratorConfig()) else {
      return head.pretty
    }
    return members.reduce(head) { $0.adding($1.key, $1.value) }.pretty + "\n"
  }

  private static let branchKeys: [Key<OrchestratorConfig>] = [
    Key("version", .integer(1...1), \.version, "The version of this file's format."),
    Key("base_branch", .branch, \.baseBranch, "The people's branch; main_branch follows it."),
    Key("main_branch", .branch, \.mainBranch, "The integration branch, made from base_branch when missing."),
    Key(
      "task_branch_prefix", .branchPrefix, \.taskBranchPrefix, "What the name of a task's branch begins with."
    ),
    Key("tasks_dir", .relativePath, \.tasksDir, "The directory of the task folders."),
    Key(
      "worktree_root", .worktreeRoot, \.worktreeRoot,
      "Where worktrees are made; {repo} is the repository's name."),
  ]

  private static let schedulingKeys: [Key<OrchestratorConfig>] = [
    Key("max_parallel", .integer(1...64), \.maxParallel, "Attempts at once."),
    Key("max_retries", .integer(0...100), \.maxRetries, "Attempts of a task beyond its first; 0 is none."),
    Key("schedule", .choice, \.schedule, "Start tasks as they become ready (rolling) or in batches."),
    Key(
      "timeout_minutes", .integer(1...10_080, " of minutes"), \.timeoutMinutes, "Working time of one attempt."
    ),
    Key(
      "stall_minutes", .integer(1...10_080, " of minutes"), \.stallMinutes,
      "No output and no open tool call for so long is a failed attempt."),
    Key("min_free_gb", .decimal(0...1_000_000), \.minFreeGB, "Free gigabytes below which nothing starts."),
    Key("resources", .resources, \.resources, "Named sets of paths that tasks lock."),
    Key(
      "manifest_enforcement", .choice, \.manifestEnforcement, "What a change outside a task's claims does."),
    Key("protect", .globs, \.protect, "A snapshot that touches one of these needs a review."),
  ]

  private static let commandKeys: [Key<OrchestratorConfig>] = [
    Key("bootstrap", .commands, \.bootstrap, "Shell commands that run once in a fresh checkout."),
    Key("before_attempt", .commands, \.beforeAttempt, "Shell commands before the agent's turn."),
    Key(
      "after_attempt", .commands, \.afterAttempt,
      "Shell commands after an attempt, before its files are taken."),
    Key("before_remove", .commands, \.beforeRemove, "Shell commands before a task's worktree is removed."),
    Key("copy", .globs, \.copy, "Untracked files that a fresh checkout gets."),
    Key(
      "caches", Kind<String>.relativePath.list(of: "directories"), \.caches,
      "Directories that a fresh checkout gets from the last green gate."),
    Key("doctor", .command, \.doctor, "The shell command that must pass."),
    Key("doctor_timeout", .integer(1...86_400, " of seconds"), \.doctorTimeout, "Seconds a doctor may take."),
    Key("doctor_parallel", .integer(1...64), \.doctorParallel, "Doctors and gates at once; gates first."),
    Key("lint", .command, \.lint, "A shell command that judges an attempt before the doctor."),
    Key("fast", .command, \.fast, "The fast tests; strict TDD needs them."),
    Key("test_paths", .globs, \.testPaths, "What the first turn of strict TDD may change."),
    Key("agents", .agents, \.agents, "Agents by name, each with its command."),
    Key("worker.agent", .text("the name of an agent"), \.worker.agent, "The agent of tasks that name none."),
    Key("worker.sandbox", .choice, \.worker.sandbox, "auto is the strongest that works here, never none."),
    Key("worker.network", .flag, \.worker.network, "Commands in the sandbox reach the network."),
    Key("worker.read", .hostPaths, \.worker.read, "What commands in the sandbox can read, such as ~/.cargo."),
    Key("worker.cache", .hostPaths, \.worker.cache, "What commands in the sandbox can write and share."),
    Key("worker.pass_env", .variableNames, \.worker.passEnv, "Environment variables that commands get."),
    Key(
      "planner.agent", .text("the name of an agent, or markdown"), \.planner.agent,
      "Who makes tasks of a plan; markdown goes by the plan's form and needs no model."),
    Key("planner.model", .text(), \.planner.model, "The planner's model."),
    Key(
      "planner.timeout_minutes", .integer(1...1440, " of minutes"), \.planner.timeoutMinutes,
      "Working time of one answer of the planner."),
  ]

  private static let containerKeys: [Key<OrchestratorConfig>] = [
    Key("docker.image", .imageName, \.docker.image, "The image of docker and podman containers."),
    Key("docker.dockerfile", .text("a path"), \.docker.dockerfile, "Builds the image when it is missing."),
    Key(
      "docker.build_context", .text("a path"), \.docker.buildContext,
      "The directory that the build copies from; the Dockerfile's own where there is none."),
    Key(
      "docker.user", .imageName, \.docker.user,
      "The user in the container; without it what commands write is yours."),
    Key("docker.network_mode", .choice, \.docker.networkMode, "The network of containers that have one."),
    Key(
      "docker.memory_mb", .integer(16...16_777_216, " of megabytes"), \.docker.memoryMB,
      "Megabytes of memory of one container."),
    Key("docker.cpus", .decimal(0.01...4096), \.docker.cpus, "Processors of one container."),
    Key("docker.pids_limit", .integer(16...4_194_304), \.docker.pidsLimit, "Processes in one container."),
  ]

  private static let budgetKeys: [Key<OrchestratorConfig>] = [
    Key(
      "budgets.max_tokens_per_task", .tokens, \.budgets.maxTokensPerTask,
      "Tokens that one task may spend, the cached ones included."),
    Key(
      "budgets.max_tokens_per_run", .tokens, \.budgets.maxTokensPerRun,
      "Tokens that all tasks of a run may spend."),
    Key(
      "budgets.max_cost_per_run", .dollars, \.budgets.maxCostPerRun,
      "US dollars that all tasks of a run may spend."),
    Key("budgets.mode", .choice, \.budgets.mode, "At a limit: warn, or block what would go beyond it."),
    Key(
      "prices", .prices, \.prices, "US dollars for a million tokens, by model, for agents that report none."),
  ]

  private static let landingKeys: [Key<OrchestratorConfig>] = [
    Key("gate.retries", .integer(0...10), \.gate.retries, "Times a red gate is repeated before it counts."),
    Key("gate.omit", .globs, \.gate.omit, "Files of `copy` that the gate does not get."),
    Key("merge", .choice, \.merge, "Land a merge commit, or one squashed commit."),
    Key("commit.author", .author, \.commit.author, "The author of landing commits: Name <mail>."),
    Key(
      "commit.template", .text(), \.commit.template, "The message of landing commits."),
    Key("cleanup.worktrees", .choice, \.cleanup.worktrees, "When a task's worktree is removed."),
    Key("cleanup.branches", .choice, \.cleanup.branches, "When a task's branch is removed."),
    Key(
      "max_log_mb", .integer(1...10_240, " of megabytes"), \.maxLogMB,
      "Megabytes of log one attempt may write."),
    Key("on_finish", .command, \.onFinish, "Runs when a run ends; the summary is on stdin as JSON."),
  ]

  private static let hookKeys: [Key<OrchestratorConfig>] = [
    Key(
      "hooks.post_commit.branches", Kind<String>.branch.list(of: "branches"), \.postCommit.branches,
      "Branches whose commits start something."),
    Key(
      "hooks.post_commit.paths", .globs, \.postCommit.paths,
      "Files of which a commit has to change one to start something."),
    Key(
      "hooks.post_commit.action", .choice, \.postCommit.action,
      "Make tasks of those files (plan), or run what is to be run, too."),
    Key("push.remote", .remote, \.push.remote, "Where `push.main` pushes to."),
    Key("push.main", .flag, \.push.main, "Push the integration branch after each landing."),
    Key("push.tasks", .flag, \.push.tasks, "Whether `git push` may take task branches along."),
    Key(
      "push.timeout", .integer(1...86_400, " of seconds"), \.push.timeout,
      "Seconds that one push of ours may take."),
  ]

  /// Keys of the documented configuration whose features are not there yet.
  private static let plannedKeys: Set<String> = [
    "worker.args", "gate.window", "gate.each", "commit.sign",
    "cleanup.rescue_days",
  ]
}
