package import Orchestration
package import SystemPackage

/// The files of one run: `runs/<run>`.
package struct RunDirectory: Hashable, Sendable {
  package let id: RunID
  package let path: FilePath

  /// The events whose fold is the run's state.
  package var journal: FilePath { path.appending("journal.jsonl") }
  /// The configuration as it was when the run began, with `${VAR}` as written.
  package var config: FilePath { path.appending("config.yaml") }

  /// A run begins with the first line of its journal, which has that line from the moment it is there.
  var hasBegun: Bool { (try? journal.stat(followTargetSymlink: false)) != nil }

  package func task(_ task: TaskID) -> TaskDirectory {
    TaskDirectory(path: allTasks.appending(task.description))
  }

  /// Every task that ever came into the run: each is frozen here before the journal names it.
  package func tasks() throws(JournalError) -> [TaskID] {
    try Directory.names(in: allTasks).compactMap { TaskID($0.string) }.sorted()
  }

  private var allTasks: FilePath { path.appending("tasks") }
}

/// The files of one task in one run: `tasks/<task>`.
package struct TaskDirectory: Hashable, Sendable {
  package let path: FilePath

  /// The task's spec as it was when it came into the run.
  package var spec: FilePath { path.appending("task.json") }
  /// The agent's home, kept as long as the task; writable in the sandbox.
  package var home: FilePath { path.appending("home") }
  /// What the agent claims; writable in the sandbox, so never a fact.
  package var mailbox: FilePath { path.appending("mailbox") }

  /// - Parameter number: from 1.
  package func attempt(_ number: Int) -> AttemptDirectory {
    AttemptDirectory(path: path.appending("attempt-\(number < 10 ? "0" : "")\(number)"))
  }
}

/// The files of one attempt: `attempt-NN`. The worker writes them, outside what a sandbox can write.
package struct AttemptDirectory: Hashable, Sendable {
  package let path: FilePath

  package init(path: FilePath) { self.path = path }

  /// What the worker is to do: an `AttemptOrder`.
  package var order: FilePath { path.appending("attempt.json") }
  package var prompt: FilePath { path.appending("prompt.md") }
  /// The worker's own journal.
  package var events: FilePath { path.appending("events.jsonl") }
  /// What the agent printed, as it printed it.
  package var agentLog: FilePath { path.appending("agent.jsonl") }
  /// Whom to signal: the worker's `ProcessIdentity`.
  package var worker: FilePath { path.appending("worker.json") }
  /// Held while the worker lives: a `FileLock`.
  package var workerLock: FilePath { path.appending("worker.lock") }
  /// How the attempt ended: an `AttemptExit`, there only when it has.
  package var exit: FilePath { path.appending("exit.json") }

  /// The whole output of a check.
  package func log(of check: Check) -> FilePath { path.appending("\(check.rawValue).log") }
}
