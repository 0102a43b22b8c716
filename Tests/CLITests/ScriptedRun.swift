import FoundationEssentials
import Git
import Journal
import Orchestration
import SystemPackage
import TestSupport

@testable import CLI

/// A run that is told instead of performed: its journal, refs and worktrees are as the engine leaves them.
struct ScriptedRun {
  let project: Project
  let id = Project.run
  private let journal: JournalWriter
  private let base: String

  init(_ project: Project, tasks: [String]) async throws {
    self.project = project
    base = try await project.git("rev-parse", "main")
    let directory = try project.workspace().state.run(id)
    journal = try JournalWriter.open(directory.journal, run: id).writer
    let start = RunStart(
      tasks: try tasks.map { try TaskID($0).orThrow() }, satisfied: [], branch: "orchestrate/main",
      base: "main",
      tip: CommitID(trusted: base))
    try append(.runStart(start))
  }

  func append(_ event: Event, _ task: String? = nil, attempt: Int? = nil) throws {
    let entry = Entry(event, task: task.flatMap { TaskID($0) }, attempt: attempt)
    _ = try journal.append([entry], at: Timestamp(milliseconds: 1_700_000_000_000), durable: false)
  }

  func worktree(_ task: String) -> FilePath {
    project.fixture.directory.appending("repo.worktrees").appending(id.description).appending(task)
  }

  func write(_ task: String, _ path: String, _ text: String) throws {
    try project.fixture.write("../repo.worktrees/\(id)/\(task)/\(path)", text)
  }

  /// A task at work: its worktree, with HEAD detached at the base.
  func begin(_ task: String) async throws {
    if try await project.git("branch", "--list", "orchestrate/main").isEmpty {
      try await project.git("branch", "--quiet", "orchestrate/main", base)
    }
    let request = WorktreeRequest(
      name: "\(id)-\(task)", path: worktree(task).string, base: try ObjectID(hex: base).orThrow(),
      lockReason: "test")
    let repository = try project.workspace().openRepository()
    let made = try repository.addWorktree(request)
    try made.populate(with: request.base)
    let place = WorktreePlace(name: made.name, path: made.path, admin: made.adminDirectory)
    try append(.taskStart(TaskStart(claims: .everything)), task)
    try append(.worktreeCreate(WorktreeCreate(worktree: place, base: CommitID(trusted: base))), task)
    try append(.attemptStart(AttemptStart(agent: "command")), task, attempt: 1)
  }

  /// The attempt ends with the files that are there, and is kept.
  @discardableResult
  func snapshot(_ task: String, passed: Bool) async throws -> String {
    try append(.attemptFinish(passed ? .passed : .agentFailed("no")), task, attempt: 1)
    let repository = try Repository(at: project.root.string + "/.git/worktrees/\(id)-\(task)")
    let place = try Repository(
      administration: repository.gitDirectory, workTree: worktree(task).string)
    let parent = try ObjectID(hex: base).orThrow()
    let files = try place.snapshot(base: parent)
    let person = Signature(name: "T", email: "t@example.com", seconds: 1_700_000_000)
    let commit = try place.createCommit(
      CommitDraft(tree: files.tree, parents: [parent], author: person, committer: person, message: "work\n"))
    try await project.git("update-ref", "refs/orchestrate/snapshots/\(id)/\(task)/1", commit.hex)
    try await project.git("update-ref", "refs/heads/orchestrate/task/\(id)/\(task)", commit.hex)
    let taken = Snapshot(
      commit: CommitID(trusted: commit.hex), tree: TreeID(trusted: files.tree.hex), paths: [], wip: !passed)
    try append(.snapshotCreate(taken), task, attempt: 1)
    return commit.hex
  }

  /// The snapshot lands as a commit of its own, as with `merge: squash`.
  func land(_ task: String, _ snapshot: String) async throws {
    let tip = try await project.git("rev-parse", "orchestrate/main")
    let landed = try await project.git(
      "commit-tree", "\(snapshot)^{tree}", "-p", tip, "-m", "landed \(task)")
    try await project.git("update-ref", "refs/orchestrate/candidates/\(id)/\(landed)", landed)
    try await project.git("update-ref", "refs/heads/orchestrate/main", landed)
    let commit = CommitID(trusted: landed)
    let content = Candidate.Content.snapshot(CommitID(trusted: snapshot))
    try append(.mergeCandidate(Candidate(id: commit, base: CommitID(trusted: tip), content: content)), task)
    try append(.gateStart(GateStart(candidate: commit)), task)
    try append(.gatePass(GatePass(candidate: commit, cached: false)), task)
    try append(.landIntent(commit), task)
    try append(.landDone(Landing(commit: commit)), task)
  }

  func fail(_ task: String) throws { try append(.taskFail(.attemptsUsedUp(.agentFailed("no"))), task) }

  func finish() throws { try append(.runFinish(RunFinish(landed: 0, unlanded: 0))) }
}
