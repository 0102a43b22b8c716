package import Orchestration
package import SystemPackage

/// Where everything of ours lies that is never committed: `orchestrate/` in the git common directory.
///
/// Shared by all worktrees of the repository. Only paths: nothing exists before it is written.
package struct StateDirectory: Hashable, Sendable {
  /// `<git common dir>/orchestrate`.
  package let path: FilePath

  package init(commonDirectory: FilePath) { path = commonDirectory.appending("orchestrate") }

  /// The flock of the live orchestrator, one per repository: a `FileLock`.
  package var lock: FilePath { path.appending("lock") }
  /// The named pipe that wakes the live orchestrator.
  package var wake: FilePath { path.appending("wake") }
  /// The requests of commands, hooks and the page.
  package var spool: Spool { Spool(path.appending("spool")) }
  /// The events that belong to no run.
  package var journal: RepositoryJournal { RepositoryJournal(path.appending("journal.jsonl")) }
  /// What has landed and been undone, across runs.
  package var ledger: Ledger { Ledger(path.appending("ledger.jsonl")) }
  /// The hash that a person approved.
  package var trust: FilePath { path.appending("trust.json") }
  /// The green gate verdicts, a file each.
  package var verdicts: FilePath { path.appending("verdicts") }

  /// What commits asked for and nobody has worked off yet, and how the last of it went.
  package var errands: FilePath { path.appending("errands") }
  /// Where doctors take turns.
  package var doctors: FilePath { path.appending("doctors") }

  private var allRuns: FilePath { path.appending("runs") }

  package func run(_ run: RunID) -> RunDirectory {
    RunDirectory(id: run, path: allRuns.appending(run.description))
  }

  /// Makes the directory and the ones that are always there, 0700.
  package func create() throws(JournalError) {
    for directory in [spool.directory, verdicts, allRuns] { try Directory.create(directory) }
  }

  /// The runs that have begun, newest first.
  package func runs() throws(JournalError) -> [RunDirectory] { try launches().filter(\.hasBegun) }

  /// What is left of runs that were killed before they began: their frozen inputs.
  package func brokenLaunches() throws(JournalError) -> [RunDirectory] {
    try launches().filter { !$0.hasBegun }
  }

  private func launches() throws(JournalError) -> [RunDirectory] {
    try Directory.names(in: allRuns).compactMap { RunID($0.string) }.sorted(by: >).map(run)
  }

  /// What `--run latest` means; nil before the first run.
  package var latestRun: RunDirectory? { get throws(JournalError) { try runs().first } }
}
