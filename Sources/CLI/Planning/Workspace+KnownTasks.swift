import Configuration
import Journal
import Orchestration
import Planning

extension Workspace {
  /// The tasks that are there, those that have started, and every id that there ever was.
  func knownTasks(_ tasks: [LoadedTask], _ landings: LedgerView) throws -> KnownTasks {
    let landed = landings.history.entries.map(\.task)
    let ran = try state.runs().flatMap { run in try run.tasks() }
    let planned = try state.journal.records().flatMap { record -> [TaskID] in
      if case .planFinish(let finish) = record.event { finish.created } else { [] }
    }
    return KnownTasks(tasks: tasks, started: Set(landed + ran), used: Set(planned))
  }
}
