import Configuration
import Git
import Journal
import Landing
import Orchestration

/// Keeps tasks' branches, and tasks' commits that did not pass the gate, out of a push. People's own commits pass.
struct PushGuard {
  let workspace: Workspace

  /// Throws a `HookRefusal` for the first update that must not leave this machine.
  func judge(_ lines: [String]) throws {
    let updates = lines.compactMap(PushUpdate.init).filter { $0.local != nil }
    if let task = workspace.environment["ORCHESTRATE_TASK"], !task.isEmpty {
      throw HookRefusal(
        what: "agents push nothing", hint: "leave the work as files: what passes the gate lands")
    }
    // Mistakes in the configuration are no reason to keep people from pushing.
    let config = (try? workspace.configuration())?.config ?? OrchestratorConfig()
    for update in updates { try refuseTaskBranch(update, config) }
    try refuseUngated(updates.filter { !isTaskBranch($0, config) }, config)
  }

  private func isTaskBranch(_ update: PushUpdate, _ config: OrchestratorConfig) -> Bool {
    [update.localRef, update.remoteRef].contains { ref in
      ref.hasPrefix("refs/heads/" + config.taskBranchPrefix) || ref.hasPrefix("refs/orchestrate/")
    }
  }

  private func refuseTaskBranch(_ update: PushUpdate, _ config: OrchestratorConfig) throws {
    guard isTaskBranch(update, config), !config.push.tasks else { return }
    throw HookRefusal(
      what: "\(update.localRef) holds a task's work on its way, and is not pushed",
      hint: "'push: {tasks: true}' in .orchestrator.yaml allows it; 'git push --no-verify' does it once")
  }

  private func refuseUngated(_ updates: [PushUpdate], _ config: OrchestratorConfig) throws {
    let repository = try Repository(at: workspace.layout.commonDirectory)
    let known = try landed(config, in: repository) + there(updates, in: repository)
    var found: (commit: CommitValue, task: TaskID)?
    try repository.walk(from: updates.compactMap(\.local), without: known) { commit in
      found = LandingMessage.origin(commit.message).map { (commit, $0.task) }
      return found == nil
    }
    guard let (commit, task) = found else { return }
    throw HookRefusal(
      what: "\(commit.id.commitID.short) is task \(task)'s work and has not passed the gate",
      hint: "land it: 'git orchestrate approve \(task)'; or push it all the same: 'git push --no-verify'")
  }

  /// What the remote has already, as far as we know it.
  private func there(_ updates: [PushUpdate], in repository: borrowing Repository) throws -> [ObjectID] {
    var known = try repository.references(under: "refs/remotes/").map(\.target)
    for case let remote? in updates.map(\.remote) {
      if let commit = try repository.commitIfPresent(remote.commitID) { known.append(commit.id) }
    }
    return known
  }

  /// The integration branch's tip, and every landing, should that branch have been taken back.
  private func landed(_ config: OrchestratorConfig, in repository: borrowing Repository) throws -> [ObjectID]
  {
    let tip = try RefName.branch(config.mainBranch).flatMap { try repository.target(of: $0) }
    let landings = try workspace.state.ledger.history().entries.compactMap {
      try repository.commitIfPresent($0.commit)?.id
    }
    return landings + [tip].compactMap(\.self)
  }
}
