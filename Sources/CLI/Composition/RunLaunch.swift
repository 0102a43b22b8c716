import Configuration
import FoundationEssentials
import Git
import Journal
import Landing
import Orchestration
import SystemPackage

/// Makes a new run: its branch, its directory, its frozen inputs and the first line of its journal.
struct RunLaunch {
  let workspace: Workspace
  let loaded: LoadedConfig
  let flags: [String: String]
  let allowRed: Bool
  let tasks: [TaskSpec]
  let satisfied: Set<TaskID>

  private var config: OrchestratorConfig { loaded.config }

  /// Everything that can fail on the user's side has been checked before: from here on the run exists.
  func create() throws -> RunDirectory {
    try clearBrokenLaunches()
    let run = workspace.state.run(try freshID())
    try FrozenRun(
      configuration: loaded.bytes.map { String(decoding: $0, as: UTF8.self) },
      gitConfig: try workspace.openRepository().settings(of: "orchestrate"), flags: flags, allowRed: allowRed
    ).write(to: run)
    let (base, tip) = try prepareBranch()
    for task in tasks { try run.freeze(task) }
    let start = RunStart(
      tasks: tasks.map(\.id), satisfied: satisfied.sorted(), branch: config.mainBranch, base: base,
      tip: CommitID(trusted: tip.hex))
    try JournalWriter.create(run.journal, run: run.id, beginningWith: [Entry(.runStart(start))], at: .now)
    return run
  }

  /// Takes away what a run left that was killed before it began, a lock on the branch included. The caller holds the
  /// seat, so none of them is alive.
  private func clearBrokenLaunches() throws {
    let broken = try workspace.state.brokenLaunches()
    if broken.isEmpty { return }
    try LockSweep.clear(branch: config.mainBranch, in: workspace.commonDirectory)
    for run in broken { try FileManager.default.removeItem(atPath: run.path.string) }
  }

  /// Later than every other run's, also within one second: 'latest' goes by the order of ids.
  private func freshID() throws -> RunID {
    let latest = try workspace.state.latestRun?.id
    var instant = Timestamp.now
    while true {
      let id = RunID(startingAt: instant, suffix: UInt16.random(in: 0 ... .max))
      if latest.map({ $0 < id }) ?? true { return id }
      instant = instant.advanced(bySeconds: 1)
    }
  }

  /// The integration branch, created from the base branch, else from HEAD, when it is missing.
  private func prepareBranch() throws -> (base: String?, tip: ObjectID) {
    let repository = try workspace.openRepository()
    guard let main = RefName.branch(config.mainBranch), let base = RefName.branch(config.baseBranch) else {
      throw Failure("main_branch or base_branch is no branch name", code: .configuration)
    }
    let baseTip = try repository.target(of: base)
    let follows = baseTip != nil && base != main ? config.baseBranch : nil
    if let tip = try repository.target(of: main) { return (follows, tip) }
    guard let start = try baseTip ?? Repository(at: workspace.layout.gitDirectory).head().commit else {
      throw Failure("there is no commit to start from", hint: "make a first commit", code: .environment)
    }
    try repository.create(main, at: start, message: "orchestrate: begin at \(follows ?? "HEAD")")
    return (follows, start)
  }
}
