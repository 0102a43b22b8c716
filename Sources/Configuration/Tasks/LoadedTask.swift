package import Orchestration
package import YAML

/// A task, and where its manifest says what, for messages about it.
package struct LoadedTask: Sendable {
  package let spec: TaskSpec
  /// How messages name the task's folder.
  package let folder: String
  /// How messages name the manifest.
  package let manifest: String
  /// Where the id stands.
  package let mark: Mark
  /// In the order of the manifest.
  package let dependencies: [Located<TaskID>]
  package let reads: [Located<ResourceName>]
  package let writes: [Located<ResourceName>]
}

extension LoadedTask {
  /// A task whose manifest nobody asks about.
  package init(spec: TaskSpec, folder: String) {
    self.init(
      spec: spec, folder: folder, manifest: folder + "/manifest.json", mark: .start, dependencies: [],
      reads: [],
      writes: [])
  }
}

/// The tasks of a directory, in the order of their ids.
package struct LoadedTasks: Sendable {
  package let tasks: [LoadedTask]
  /// Mistakes that stop nothing, such as a folder without a manifest.
  package let warnings: [Diagnostic]
}

/// The JSON Schema of a manifest, for editors and planners.
package let manifestJSONSchema = Manifest.jsonSchema

/// Reads the task folders below `directory`, or throws everything that is wrong with any of them.
///
/// A directory that does not exist holds no tasks. Only regular files of at most 1 MiB are read, without following
/// links below `directory`.
/// - Parameters:
///   - directory: a path that can be opened; messages name it by the configuration's `tasks_dir`.
///   - satisfied: dependencies that hold though no folder declares them: what the ledger says has landed.
///   - digest: hashes a task's canonical text into its fingerprint.
package func loadTasks(
  directory: String, config: OrchestratorConfig, satisfied: Set<TaskID> = [], digest: ([UInt8]) -> String
) throws(Diagnostics) -> LoadedTasks {
  let found = TaskFolders(directory: directory, name: config.tasksDir)
  let drafts = found.folders.map { TaskDraft($0, config: config) }
  let problems =
    found.problems + drafts.flatMap(\.problems) + TaskGraphCheck(drafts, satisfied: satisfied).problems()
  if !problems.isEmpty { throw Diagnostics(problems) }
  let tasks = drafts.compactMap { $0.task(digest: digest) }.sorted { $0.spec.id < $1.spec.id }
  return LoadedTasks(tasks: tasks, warnings: found.warnings)
}
