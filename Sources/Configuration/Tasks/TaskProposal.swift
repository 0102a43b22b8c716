package import Orchestration
package import YAML

/// A task that somebody's plan proposes: what its manifest would say, where it stands in the plan, and its spec.
package struct TaskProposal: Sendable {
  /// How messages name the folder that the task would get, as in `.tasks/003-parse-dates`.
  package var folder: String
  /// The text that the marks belong to: the plan, or a planner's answer.
  package var source: Source
  /// A mapping with the keys of a manifest.
  package var manifest: Node
  package var spec: Located<String>

  package init(folder: String, source: Source, manifest: Node, spec: Located<String>) {
    self.folder = folder
    self.source = source
    self.manifest = manifest
    self.spec = spec
  }
}

/// A proposed task that holds beside all others, and what its folder is to contain.
package struct AcceptedTask: Sendable {
  package let task: LoadedTask
  /// The text of `manifest.json`.
  package let manifest: String
  /// The text of `spec.md`.
  package var spec: String { task.spec.prompt }
}

/// Judges proposed tasks together with those of `directory`, by the rules for tasks that a person wrote, and by those
/// for planners: no commands but the ones that the configuration has, no files outside of what is locked, and no two
/// tasks that write the same files without a lock or an order. Throws everything that is wrong at once.
///
/// A proposal takes the place of the folder of its name.
/// - Parameters:
///   - directory: as for `loadTasks`, as are `satisfied` and `digest`.
package func judge(
  _ proposals: [TaskProposal], besideTasksIn directory: String, config: OrchestratorConfig,
  satisfied: Set<TaskID>, digest: ([UInt8]) -> String
) throws(Diagnostics) -> [AcceptedTask] {
  let found = TaskFolders(directory: directory, name: config.tasksDir)
  let replaced = Set(proposals.map(\.folder))
  let drafts = proposals.map { TaskDraft($0, config: config) }
  let others = found.folders.filter { !replaced.contains($0.path) }.map { TaskDraft($0, config: config) }
  let problems =
    found.problems + (others + drafts).flatMap(\.problems)
    + TaskGraphCheck(others + drafts, satisfied: satisfied).problems()
    + PlanRules(drafts, beside: others, satisfied: satisfied, config: config).problems()
  if !problems.isEmpty { throw Diagnostics(problems) }
  return drafts.compactMap { draft in
    draft.task(digest: digest).map { AcceptedTask(task: $0, manifest: draft.manifest.text) }
  }
}

extension Manifest {
  /// The text of a `manifest.json` that loads as this.
  fileprivate var text: String { Self.schema.encode(self, besides: Manifest()).pretty + "\n" }
}
