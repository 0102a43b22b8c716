import Configuration
import Orchestration
import Planning
import SystemPackage
import YAML

/// One plan and everything that it is judged by.
struct PlanDesk {
  let workspace: Workspace
  let config: OrchestratorConfig
  let input: PlanInput
  let known: KnownTasks
  let landed: Set<TaskID>

  /// A plan that holds.
  struct Outcome {
    let revision: PlanRevision
    /// What is to be written.
    let accepted: [AcceptedTask]
    let notes: [Diagnostic]
  }

  /// The plan as its form says.
  func markdown() throws(Diagnostics) -> Plan {
    let names = Set(config.resources.map(\.name) + [.other]).map(\.description)
    return try Plan(markdown: input.text, file: input.name, resources: Set(names), digest: digest)
  }

  /// Tasks of a plan bring no commands, so somebody else has to have one.
  func requireAgent(for plan: Plan?) throws {
    let isNamed =
      plan.map { $0.items.allSatisfy { item in item.manifest.contains { $0.key == "agent" } } } ?? false
    guard !isNamed, !config.workingAgentNames.contains(config.worker.agent) else { return }
    throw Failure(
      "nobody would work on the tasks of a plan: worker.agent is \(config.worker.agent), which has nothing to run",
      hint: "set 'worker: {agent: claude}' or codex in .orchestrator.yaml, or give agents.command a command",
      code: .configuration)
  }

  /// What comes of a plan beside the tasks that are there; throws everything that is wrong with it.
  func judge(_ plan: Plan) throws(Diagnostics) -> Outcome {
    let revision = try PlanRevision(plan, named: input.name, known: known, directory: config.tasksDir)
    let accepted = try Configuration.judge(
      revision.proposals, besideTasksIn: workspace.tasksDirectory(config).string, config: config,
      satisfied: landed, digest: digest)
    return Outcome(revision: revision, accepted: accepted, notes: plan.notes)
  }
}

extension PlanDesk.Outcome {
  /// All tasks as they are once this is written.
  func tasks(besides existing: [LoadedTask]) -> [LoadedTask] {
    let written = Set(accepted.map(\.task.spec.id))
    return (existing.filter { !written.contains($0.spec.id) } + accepted.map(\.task))
      .sorted { $0.spec.id < $1.spec.id }
  }

  func finish(of plan: String) -> PlanFinish {
    var finish = PlanFinish(plan: plan)
    finish.created = ids(.created)
    finish.updated = ids(.updated)
    finish.unchanged = ids(.unchanged)
    finish.kept = ids(.kept)
    finish.orphans = ids(.orphan)
    return finish
  }

  private func ids(_ fate: PlanRevision.Fate) -> [TaskID] {
    revision.changes.filter { $0.fate == fate }.map(\.id)
  }
}
