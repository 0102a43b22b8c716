import Git
import Journal
import Landing
import Orchestration

/// What the ledger's last landings changed, and what those tasks had declared.
struct LockHistory {
  let tasks: [LockAdvice.PastTask]

  /// So many landings, the newest, say enough.
  private static let length = 200

  init(_ workspace: Workspace, resources: [Resource]) throws {
    let history = try workspace.state.ledger.history()
    let landings = history.entries.filter { entry in
      entry.kind == .landed && history.latest(entry.fingerprint) == entry
    }
    let repository = try workspace.openRepository()
    tasks = try landings.suffix(Self.length).compactMap { entry in
      guard let commit = try repository.commitIfPresent(entry.commit), let parent = commit.parents.first
      else {
        return nil
      }
      let spec = try? workspace.state.run(entry.run).frozenSpec(of: entry.task)
      return LockAdvice.PastTask(
        claims: spec.map { Claims(of: $0, resources: resources) },
        paths: try repository.changes(from: parent, to: commit.id).map(\.path.repositoryPath))
    }
  }
}
