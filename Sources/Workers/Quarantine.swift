import Git
import Journal
import Orchestration
import Sandboxes
import SystemPackage

/// Looks at what an attempt without a sandbox could have changed in the git directory that everybody shares, and
/// reports what our journal does not explain. Nothing is put back: what is not ours is never moved.
///
/// Settings, hooks, attributes and pointers decide what runs on this machine: whatever changed there needs a person.
/// So does the integration branch where no landing put it, and a branch that now holds the agent's own commits. People
/// go on working meanwhile: their other branches may move as they like, and what no ref holds any more is kept under a
/// rescue ref and reported, no more.
struct Quarantine {
  let plan: WorkerPlan
  let assignment: AttemptAssignment
  let administration: GitAdministration

  private var task: TaskID { assignment.spec.id }
  private var before: FilePath {
    plan.run.task(task).attempt(assignment.attempt).path.appending("git-before.json")
  }
  private var worktree: WorktreeLocation? {
    assignment.record.worktree.map {
      WorktreeLocation(name: $0.name, path: $0.path, adminDirectory: $0.admin)
    }
  }

  /// Remembers how everything is now, for whoever sees the attempt's end.
  func begin() throws {
    guard plan.sandbox.kind == .none, let worktree else { return }
    let repository = try Repository(at: plan.commonDirectory.string)
    try JSONFile.write(try repository.sharedState(with: worktree), to: before)
  }

  /// What has changed since `begin`, as events.
  func end() async throws -> [Event] {
    guard let worktree, let before = try JSONFile.read(SharedState.self, from: before, limit: 64 << 20) else {
      return []
    }
    do {
      let repository = try Repository(at: plan.commonDirectory.string)
      let now = try repository.sharedState(with: worktree)
      let moves = now.moves(since: before)
      let places = now.changes(since: before) + (try foreign(moves, repository))
      let rescues = try await rescue(moves)
      return (places.isEmpty ? [] : [.quarantineChange(QuarantineChange(places: places))])
        + rescues.map(Event.quarantineRescue)
    } catch let error as GitError {
      // Such as a ref in which something else stands now.
      return [.quarantineChange(QuarantineChange(places: ["\(plan.commonDirectory): \(error)"]))]
    }
  }

  private typealias Moves = [(ref: String, from: ObjectID, to: ObjectID?)]

  /// The refs that only we move, moved by somebody else, and those that now hold what the agent committed.
  private func foreign(_ moves: Moves, _ repository: borrowing Repository) throws -> [String] {
    var found: [String] = []
    for move in moves {
      if plan.integrationBranch.map({ "refs/heads/" + $0 }) == move.ref {
        if try move.to.map({ try !knownCandidates().contains($0.hex) }) ?? true { found.append(move.ref) }
      } else if let target = move.to, try isAgentsOwn(target, repository) {
        found.append(move.ref)
      } else if move.ref.hasPrefix("refs/orchestrate/") {
        found.append(move.ref)
      }
    }
    return found
  }

  /// Every commit that the journal announced before a branch was moved to it.
  private func knownCandidates() throws -> Set<String> {
    Set(
      try JournalReader.read(plan.run.journal).records.compactMap { record in
        switch record.event {
        case .runStart(let start): start.tip.description
        case .mergeCandidate(let candidate): candidate.id.description
        default: nil
        }
      })
  }

  /// Whether the commit was made in the task's worktree.
  private func isAgentsOwn(_ commit: ObjectID, _ repository: borrowing Repository) throws -> Bool {
    guard let worktree, let base = assignment.record.base.flatMap({ ObjectID(hex: $0.description) }),
      let head = try Repository(administration: worktree.adminDirectory, workTree: worktree.path).head()
        .commit,
      try repository.isCommit(commit)
    else { return false }
    return try repository.isAncestor(commit, of: head) && !repository.isAncestor(commit, of: base)
  }

  /// Keeps the commits that no ref leads to any more.
  private func rescue(_ moves: Moves) async throws -> [QuarantineRescue] {
    var kept: [QuarantineRescue] = []
    for move in moves {
      guard
        let ref = RefName("refs/orchestrate/rescue/\(plan.run.id)/\(task)/lost-\(move.from.hex.prefix(10))")
      else { continue }
      let isLost = try await administration.perform { repository in
        guard try repository.isCommit(move.from), try !repository.isReachable(move.from) else { return false }
        try repository.create(ref, at: move.from, message: "\(move.ref) pointed here")
        return true
      }
      if isLost {
        kept.append(
          QuarantineRescue(ref: move.ref, was: CommitID(trusted: move.from.hex), rescue: ref.name))
      }
    }
    return kept
  }
}
