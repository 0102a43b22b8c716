import Git
import Journal
import Landing
import Orchestration

/// The ledger as the landing commits themselves tell it, for a clone that has none.
///
/// Every commit below the tip is looked at, not first parents only: a merge into the people's branch, by hand or by
/// `deliver`, puts the integration branch's own history behind a second parent.
struct LedgerRebuild {
  /// Commits that are looked at; more than that far back nobody asks whether a task has landed.
  static let limit = 50_000

  /// The landings below `tip`, oldest first.
  static func entries(below tip: ObjectID, in repository: borrowing Repository) throws -> [LedgerEntry] {
    var walk = LedgerRebuild()
    try walk.visit(tip, in: repository)
    while walk.seen.count < limit, let commit = walk.next() {
      if let entry = LedgerEntry(commit) { walk.found.append(entry) }
      for parent in commit.parents { try walk.visit(parent, in: repository) }
    }
    // Newest first as they were met; a stable order among those of one second.
    return walk.found.reversed().enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  private var seen: Set<ObjectID> = []
  private var frontier: [CommitValue] = []
  private var found: [LedgerEntry] = []

  private mutating func visit(_ id: ObjectID, in repository: borrowing Repository) throws {
    guard seen.insert(id).inserted else { return }
    do {
      frontier.append(try repository.commit(id))
    } catch let error as GitError where error.isNotFound {
      // Where a shallow clone was cut off.
    }
  }

  private mutating func next() -> CommitValue? {
    let newest = frontier.indices.max {
      frontier[$0].committer.seconds < frontier[$1].committer.seconds
    }
    return newest.map { frontier.remove(at: $0) }
  }
}

extension LedgerEntry {
  /// What a landing commit's trailers say; nil for any other commit.
  fileprivate init?(_ commit: CommitValue) {
    guard let (task, run, fingerprint) = LandingMessage.read(commit.message) else { return nil }
    self.init(
      .landed, task: task, fingerprint: fingerprint, landing: (commit.id.commitID, run),
      at: Timestamp(milliseconds: commit.committer.seconds * 1000))
  }
}
