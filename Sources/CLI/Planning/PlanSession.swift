import Configuration
import Journal
import Orchestration
import Planning
import Sandboxes
import SystemPackage
import YAML

/// Makes tasks of a plan: asks the planner, judges what it says as strictly as what a person wrote, and writes all of
/// it or nothing. Commands and hooks use it.
struct PlanSession {
  let workspace: Workspace
  let output: Output
  /// An agent, or `markdown`; nil is the configuration's.
  var planner: String?
  /// Writes nothing.
  var isDry = false

  /// Throws everything that is wrong with the plan; nothing has been written then.
  func plan(_ input: PlanInput) async throws -> PlanReport {
    let loaded = try workspace.configuration()
    let name = try plannerName(loaded.config)
    let seat = try takeSeat()
    defer { seat?.release() }
    let landings = try workspace.landings(loaded.config)
    let tasks = try workspace.tasks(loaded.config)
    for warning in loaded.warnings + tasks.warnings { output.progress("\(warning)") }
    let desk = PlanDesk(
      workspace: workspace, config: loaded.config, input: input,
      known: try workspace.knownTasks(tasks.tasks, landings), landed: landings.landedTasks)
    try record(.planStart(PlanStart(plan: input.name, planner: name)))
    let outcome: PlanDesk.Outcome
    do {
      if name == Planner.markdown {
        let plan = try desk.markdown()
        try desk.requireAgent(for: plan)
        outcome = try desk.judge(plan)
      } else {
        try desk.requireAgent(for: nil)
        try Trust(workspace, config: loaded, tasks: tasks.tasks).require(output)
        outcome = try await PlannerTalk(desk: desk, agent: name, output: output).outcome()
      }
    } catch {
      let failure = Failure(describing: error)
      try record(.planRefuse(PlanRefusal(plan: input.name, why: failure.what, answer: failure.evidence)))
      throw failure
    }
    if !isDry { try PlannedFolders(workspace.tasksDirectory(loaded.config)).write(outcome.accepted) }
    try record(.planFinish(outcome.finish(of: input.name)))
    return PlanReport(
      outcome, of: input.name, planner: name, isDry: isDry,
      tasks: outcome.tasks(besides: tasks.tasks), config: loaded.config, landings: landings)
  }

  private func plannerName(_ config: OrchestratorConfig) throws -> String {
    let name = planner ?? config.planner.agent ?? Planner.markdown
    if config.plannerNames.contains(name) { return name }
    let guess = suggestion(for: name, among: config.plannerNames)
    throw Failure(
      "there is no planner \(name)",
      hint: guess.map { "did you mean \($0)?" }
        ?? "there are \(config.plannerNames.joined(separator: ", "))", code: .configuration)
  }

  /// One plan at a time: two could give one id to two tasks.
  private func takeSeat() throws -> FileLock? {
    if isDry { return nil }
    try workspace.state.create()
    guard let identity = ProcessTable.current,
      case .acquired(let lock) = try FileLock.acquire(
        workspace.state.path.appending("plan.lock"), for: identity)
    else {
      throw Failure(
        "another plan is being made in this repository", hint: "wait until it is done", code: .refused)
    }
    return lock
  }

  private func record(_ event: Event) throws {
    if !isDry { try workspace.state.journal.append([event], at: .now) }
  }
}
