import Configuration
import Journal
import Orchestration

/// The configuration with which a run goes on: the frozen one, with today's limits.
struct RunResumption {
  let composition: RunComposition

  /// - Parameter tasks: those that are not settled, as they were frozen.
  init(workspace: Workspace, run: RunDirectory, tasks: [TaskSpec], output: Output) async throws {
    let frozen = try FrozenRun.read(from: run)
    let loaded = try workspace.configuration(frozenIn: run)
    var config = loaded.config
    let today = try workspace.configuration(flags: frozen.flags)
    config.adoptLimits(of: today.config)
    let changed = config.differences(from: today.config)
    if !changed.isEmpty {
      throw Failure(
        "since run \(run.id) began, \(changed.joined(separator: ", ")) changed in the configuration",
        hint:
          "a run keeps what it began with: put it back, or 'git orchestrate stop --abandon' and 'run' anew",
        code: .configuration)
    }
    try today.requireCountableCosts(of: tasks)
    let sandbox = try await SandboxChoice(workspace: workspace, config: config).announced(to: output)
    composition = RunComposition(
      workspace: workspace, config: config, run: run, allowRed: frozen.allowRed, sandbox: sandbox,
      hiddenNames: loaded.expandedVariables)
  }
}

extension OrchestratorConfig {
  /// Limits, budgets, timeouts and parallelism may change while a run rests.
  fileprivate mutating func adoptLimits(of other: OrchestratorConfig) {
    maxParallel = other.maxParallel
    maxRetries = other.maxRetries
    timeoutMinutes = other.timeoutMinutes
    stallMinutes = other.stallMinutes
    doctorTimeout = other.doctorTimeout
    doctorParallel = other.doctorParallel
    minFreeGB = other.minFreeGB
    maxLogMB = other.maxLogMB
    onFinish = other.onFinish
    cleanup = other.cleanup
    // A limit of costs needs the prices that it counts by.
    (budgets, prices) = (other.budgets, other.prices)
    // A run has nothing to do with it.
    postCommit = other.postCommit
  }
}
