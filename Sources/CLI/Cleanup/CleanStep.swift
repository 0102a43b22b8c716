import Git
import Journal
import Orchestration
import Sandboxes
import SystemPackage

/// One thing that `clean` does. Each can be repeated.
enum CleanStep: Hashable {
  /// Keeps a commit that nothing else would keep.
  case rescue(RefName, ObjectID)
  /// Keeps files that no commit has.
  case rescueFiles(WorktreeLocation, run: RunID, task: TaskID)
  /// Whatever comes of it, the worktrees go next.
  case runBeforeRemove(RunDirectory, [TaskID: WorktreePlace])
  case removeWorktree(name: String, path: String)
  case deleteRef(RefName, ObjectID)
  case removeDirectory(FilePath)
  /// One that its owner left, in whatever state.
  case removeContainer(ContainerEngine, name: String)
  /// Removes a directory if nothing is in it any more.
  case removeIfEmpty(FilePath)
}

extension CleanStep: CustomStringConvertible {
  var description: String {
    switch self {
    case .rescue(let ref, let commit): "keep \(commit.hex.prefix(10)) as \(ref)"
    case .rescueFiles(let worktree, let run, let task):
      "keep the files in \(worktree.path) under \(RefName.rescue(run, task))"
    case .runBeforeRemove(let run, let places):
      "run before_remove of run \(run.id) for \(places.keys.sorted().map(\.description).joined(separator: ", "))"
    case .removeWorktree(_, let path): "remove worktree \(path)"
    case .deleteRef(let ref, let commit):
      "delete \(ref.isBranch ? "branch " : "")\(ref.shortName) (\(commit.hex.prefix(10)))"
    case .removeDirectory(let path): "remove \(path)"
    case .removeContainer(let engine, let name): "remove \(engine.kind.rawValue) container \(name)"
    case .removeIfEmpty(let path): "remove \(path) when it is empty"
    }
  }
}

extension RefName {
  /// Below it is the work of a task that somebody threw away.
  static func rescue(_ run: RunID, _ task: TaskID) -> String { "refs/orchestrate/rescue/\(run)/\(task)/" }

  static func rescue(_ run: RunID, _ task: TaskID, _ commit: ObjectID) -> RefName? {
    RefName(rescue(run, task) + "clean-\(commit.hex.prefix(10))")
  }
}
