import Configuration
import FoundationEssentials
import Git
import Journal
import Orchestration
import SystemPackage

/// A commit that an agent makes itself, which it can without a sandbox. It is judged at once by what the task declared,
/// so that the agent need not wait for the snapshot's judgement.
struct TaskCommit {
  private let workspace: Workspace
  private let store: RunStore
  private let task: TaskID
  private let judgement: AttemptJudgement

  /// Nil outside of a task's attempt.
  init?(_ workspace: Workspace) throws {
    guard let run = workspace.environment["ORCHESTRATE_RUN"].flatMap({ RunID($0) }),
      let task = workspace.environment["ORCHESTRATE_TASK"].flatMap({ TaskID($0) })
    else { return nil }
    // Another repository's run, while its agent commits in this one.
    guard try workspace.state.runs().contains(where: { $0.id == run }) else { return nil }
    let store = try RunStore(workspace.state.run(run))
    guard let record = store.state[task] else { return nil }
    let config = try workspace.configuration(frozenIn: store.directory).config
    var policy = RunPolicy()
    (policy.resources, policy.protect) = (config.resources, config.protect)
    policy.enforcement = config.manifestEnforcement
    judgement = AttemptJudgement(spec: try store.spec(task), record: record, policy: policy, now: .now)
    self.workspace = workspace
    self.store = store
    self.task = task
  }

  /// Before the commit: with `manifest_enforcement: block` it is not made when it changes what was not declared.
  func refuseUndeclared() throws {
    guard judgement.policy.enforcement == .block else { return }
    let repository = try openWorktree()
    let index = workspace.environment["GIT_INDEX_FILE"] ?? repository.gitDirectory + "index"
    let (found, review) = judgement.scope(
      of: try paths(
        repository.changes(from: workspace.layout.head.commit, to: repository.tree(ofIndex: index))))
    guard let found, review != nil else { return }
    try report(found)
    throw HookRefusal(
      what: "task \(task) must not commit \(list(found))",
      hint: "take it out with 'git restore --staged', and leave it as it was")
  }

  /// After the commit: says on standard error what it changed beyond what was declared.
  func tellUndeclared() throws {
    let repository = try openWorktree()
    guard let head = workspace.layout.head.commit else { return }
    let parent = try repository.commit(head).parents.first
    guard let found = judgement.scope(of: try paths(repository.changes(from: parent, to: head))).report else {
      return
    }
    try report(found)
    write("orchestrate: task \(task) did not declare \(list(found))\n", to: 2)
  }

  private func openWorktree() throws -> Repository { try Repository(at: workspace.layout.gitDirectory) }

  private func paths(_ changes: [PathChange]) -> [RepositoryPath] {
    changes.map { RepositoryPath(bytes: $0.path.bytes) }
  }

  /// Whoever drives the run writes it down; nobody waits for that.
  private func report(_ found: ScopeViolation) throws {
    let request = Request(nonce: .fresh, run: store.state.id, kind: .violation(task, found))
    _ = try workspace.state.spool.submit(request, at: .now)
  }

  private func list(_ found: ScopeViolation) -> String {
    let protected = found.protected.map { "\($0) (protected: a person has to approve it)" }
    let undeclared = found.undeclared.filter { !found.protected.contains($0) }.map(\.description)
    return (undeclared + protected).joined(separator: ", ").onOneLine
  }
}
