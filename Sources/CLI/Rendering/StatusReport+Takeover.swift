import Agents
import Configuration
import Journal
import Orchestration
import SystemPackage

extension StatusReport {
  /// The command line with which a person goes on with a task's session by hand, in its worktree; nil while an
  /// agent may be at it, and where there is no session or no worktree any more.
  func takeover(of record: TaskRecord) -> String? {
    guard let run, let session = record.session, let worktree = record.worktree,
      !record.state.holdsSlot || !isAtWork,
      let account = AgentDescription.builtIn.first(where: { $0.name == record.agent })?.account
    else { return nil }
    let settings = agents[account.program]
    if settings?.command != nil { return nil }
    return account.takeover(
      of: session, home: run.task(record.id).home.string, worktree: worktree.path,
      options: (settings?.model.map { ["--model", $0] } ?? []) + (settings?.args ?? []))
  }

  /// The same as a line.
  func takeoverLine(of record: TaskRecord) -> String? {
    takeover(of: record).map { "\(record.id), its session by hand: \($0)" }
  }
}
