import Configuration
import FoundationEssentials
import Git
import Journal
import Orchestration
import Sandboxes
import SystemPackage
import Workers
import YAML

/// From a checked plan to a live run, or to its hand-over to one.
struct RunStarter {
  let workspace: Workspace
  let output: Output
  let loaded: LoadedConfig
  let loadedTasks: LoadedTasks
  let flags: [String: String]
  let allowRed: Bool

  /// Reads and checks everything that the user wrote; nothing is changed.
  init(workspace: Workspace, output: Output, flags: [String: String], allowRed: Bool) throws {
    self.workspace = workspace
    self.output = output
    self.flags = flags
    self.allowRed = allowRed
    loaded = try workspace.configuration(flags: flags)
    loadedTasks = try workspace.tasks(loaded.config)
    for warning in loaded.warnings + loadedTasks.warnings { output.progress("\(warning)") }
  }

  func plan(_ named: [TaskID], rerun: Bool) throws -> RunPlan {
    let specs = loadedTasks.tasks.map(\.spec)
    let landings = try workspace.landings(loaded.config)
    for lost in specs where landings.isLandedButUnreachable(lost) {
      output.progress(
        "note: \(lost.id) has landed, but \(loaded.config.mainBranch) does not contain it any more; it runs again"
      )
    }
    return try RunPlan(named: named, among: specs, landed: landings.satisfied(besides: specs), rerun: rerun)
  }

  func sayNothingToDo(_ plan: RunPlan) {
    let why =
      plan.landed.isEmpty
      ? "there are no tasks in \(loaded.config.tasksDir)/"
      : "everything has landed already; --rerun runs it again"
    output.progress("nothing to do: \(why)")
  }

  func start(_ plan: RunPlan, detached arguments: [String]?) async throws -> ExitStatus {
    try Trust(workspace, config: loaded, tasks: loadedTasks.tasks).require(output)
    try await AgentCheck.require(plan.tasks, loaded.config, workspace.environment)
    guard let seat = try OrchestratorSeat.take(workspace) else { return try await handOver(plan) }
    defer { seat.release() }
    try RequestDesk.applyPending(in: workspace)
    try refuseBesideUnfinished()
    let sandbox = try await checkHost()
    try workspace.keepRebuiltLedger(loaded.config)
    let launch = RunLaunch(
      workspace: workspace, loaded: loaded, flags: flags, allowRed: allowRed, tasks: plan.tasks,
      satisfied: plan.satisfied)
    let run = try launch.create()
    if arguments != nil {
      seat.release()
      return try detach(run)
    }
    return try await drive(run, seat, sandbox)
  }

  private func drive(
    _ run: RunDirectory, _ seat: FileLock, _ sandbox: SandboxRules
  ) async throws -> ExitStatus {
    let composition = RunComposition(
      workspace: workspace, config: loaded.config, run: run, allowRed: allowRed, sandbox: sandbox,
      hiddenNames: loaded.expandedVariables)
    let session = RunSession(workspace: workspace, composition: composition, output: output)
    return try await session.driveAndRelease(run, seat: seat, resuming: false)
  }

  /// The run goes on in a process of its own, as `resume` would.
  private func detach(_ run: RunDirectory) throws -> ExitStatus {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let arguments = ["-C", workspace.layout.workTree, "resume", "--run", run.id.description, "--no-progress"]
    _ = try Spawn(program: FilePath(own), arguments: arguments, environment: workspace.environment)
      .detached(output: run.path.appending("output.log"))
    output.result(run.id.description)
    output.progress("it goes on in the background: git orchestrate status --watch")
    return .success
  }

  /// Beside a live run: the tasks join it.
  private func handOver(_ plan: RunPlan) async throws -> ExitStatus {
    let store = try RunStore(workspace.state.run(named: "latest"))
    let new = plan.tasks.filter { store.state[$0.id] == nil }
    if new.isEmpty { throw Failure("these tasks are in run \(store.state.id) already", code: .refused) }
    for task in new { try store.directory.freeze(task) }
    _ = try await RequestDesk(workspace: workspace, store: store)
      .carryOut(.extend(new.map(\.id), satisfied: plan.satisfied.sorted()))
    output.progress("handed \(new.count) tasks over to the live run \(store.state.id)")
    return .success
  }

  private func refuseBesideUnfinished() throws {
    guard let latest = try workspace.state.latestRun else { return }
    let store = try RunStore(latest)
    guard store.isUnfinished else { return }
    throw Failure(
      "run \(latest.id) has not finished",
      hint: "go on with it: 'git orchestrate resume'; or give it up: 'git orchestrate stop --abandon'",
      code: .refused)
  }

  private func checkHost() async throws -> SandboxRules {
    try WorktreeRoot(workspace, loaded.config).prepare()
    if loaded.config.doctor == nil { throw Failure.noDoctor }
    _ = try WorkerProgram.locate()
    return try await SandboxChoice(workspace: workspace, config: loaded.config).announced(to: output)
  }
}
