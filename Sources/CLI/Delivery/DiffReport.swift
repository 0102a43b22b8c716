import Git
import Orchestration

/// A difference for `--stat` and `--json`.
struct DiffReport: Encodable {
  struct File: Encodable {
    let path: String
    let change: String
  }

  let schema = 1
  let task: TaskID
  let base: String
  /// Nil while the task is being worked on.
  let commit: String?
  let files: [File]
  let insertions: Int
  let deletions: Int
  /// Bytes that are no UTF-8 are replaced.
  var patch: String?

  init(_ diff: TaskDiff, of task: TaskID, in repository: borrowing Repository) throws {
    self.task = task
    base = diff.base.hex
    commit = diff.commit?.hex
    files = try repository.changes(from: diff.base, to: diff.work)
      .map { File(path: $0.path.display, change: $0.kind.word) }
    let stat = try repository.diffStat(from: diff.base, to: diff.work)
    (insertions, deletions) = (stat.insertions, stat.deletions)
  }

  var lines: [String] {
    files.map { "\($0.change.prefix(1).uppercased())  \($0.path)" }
      + ["\(files.count) files changed, \(insertions) insertions(+), \(deletions) deletions(-)"]
  }
}

extension PathChange.Kind {
  fileprivate var word: String {
    switch self {
    case .added: "added"
    case .modified: "modified"
    case .deleted: "deleted"
    case .typechange: "typechange"
    }
  }
}
