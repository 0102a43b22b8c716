import Journal
import Orchestration

/// Reads what a worker writes and keeps what the run's journal needs: messages and tool calls stay where they are,
/// but for what they read without their task having declared it.
struct WorkerFollower {
  let directory: AttemptDirectory
  private let task: TaskID
  private let attempt: Int
  private var tail: JournalTail
  private var reads: ReadWatch

  init(_ assignment: AttemptAssignment, _ directory: AttemptDirectory, resources: [Resource]) {
    self.directory = directory
    task = assignment.spec.id
    attempt = assignment.attempt
    let known = assignment.record.attempt == attempt ? assignment.record.source : 0
    tail = JournalTail(directory.events, from: known)
    reads = ReadWatch(
      worktree: assignment.record.worktree?.path ?? "", claims: assignment.record.claims ?? .everything,
      resources: resources)
  }

  func entry(_ event: Event) -> Entry { Entry(event, task: task, attempt: attempt) }

  /// The events that have been completed since the last look.
  mutating func drain() throws -> [Entry] {
    try tail.next().flatMap { item in
      let events: [Event] =
        switch item.record.event {
        case .agentMessage: []
        case .agentTool(let call): reads.news(in: call).map(Event.accessRead)
        default: [item.record.event]
        }
      return events.map { Entry($0, task: task, attempt: attempt, source: item.end) }
    }
  }
}
