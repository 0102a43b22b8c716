import Journal
import Orchestration

/// Reads what a worker writes and keeps what the run's journal needs: messages and tool calls stay where they are.
struct WorkerFollower {
  let directory: AttemptDirectory
  private let task: TaskID
  private let attempt: Int
  private var tail: JournalTail

  init(_ assignment: AttemptAssignment, _ directory: AttemptDirectory) {
    self.directory = directory
    task = assignment.spec.id
    attempt = assignment.attempt
    let known = assignment.record.attempt == attempt ? assignment.record.source : 0
    tail = JournalTail(directory.events, from: known)
  }

  func entry(_ event: Event) -> Entry { Entry(event, task: task, attempt: attempt) }

  /// The events that have been completed since the last look.
  mutating func drain() throws -> [Entry] {
    try tail.next().compactMap { item in
      switch item.record.event {
      case .agentMessage, .agentTool: nil
      default: Entry(item.record.event, task: task, attempt: attempt, source: item.end)
      }
    }
  }
}
