import ArgumentParser
import Journal
import Orchestration
import Workers

/// `stop`: ends a run's agents; `resume` goes on.
struct StopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Stop a run; its work is kept and 'resume' goes on.",
    discussion: "Works without an orchestrator too: the workers are found by what they left on disk.")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: RunOption

  @Flag(help: "Start nothing new, and let what runs come to its end.")
  var drain = false

  @Flag(help: "Give the run up for good: it counts as finished, and a new one can begin.")
  var abandon = false

  func run() async throws {
    let workspace = try options.workspace()
    let store = try RunStore(workspace.state.run(named: which.run))
    if store.state.status != .finished {
      _ = try await RequestDesk(workspace: workspace, store: store).carryOut(.stop(drain: drain))
    }
    if try !drain || !workspace.hasLiveOrchestrator { await Leftovers(store).stop() }
    if abandon { try finish(store, in: workspace) }
    options.output.progress(
      abandon ? "run \(store.state.id) is given up" : "run \(store.state.id) is stopped; 'resume' goes on")
  }

  private func finish(_ store: RunStore, in workspace: Workspace) throws {
    guard let seat = try OrchestratorSeat.take(workspace) else {
      throw Failure("the orchestrator is still at it", hint: "try again in a moment", code: .refused)
    }
    defer { seat.release() }
    let state = try RunStore(store.directory).state
    guard state.status != .finished else { return }
    let landed = state.records.count { $0.state.satisfiesDependents }
    let end = RunFinish(landed: landed, unlanded: state.order.count - landed)
    let log = try JournalWriter.open(store.directory.journal, run: state.id).writer
    _ = try log.append([Entry(.runFinish(end))], at: .now, durable: true)
  }
}

/// Workers of a run that still live.
struct Leftovers {
  private let store: RunStore

  init(_ store: RunStore) { self.store = store }

  /// Ends them, each with everything that it started; returns when none lives.
  func stop() async {
    await withDiscardingTaskGroup { group in
      for record in store.state.records where record.attempt > 0 {
        let stop = WorkerStop(
          directory: store.directory.task(record.id).attempt(record.attempt),
          nonce: .ofAttempt(run: store.state.id, task: record.id, attempt: record.attempt))
        if case .running = record.state { group.addTask { await stop.stop() } }
      }
    }
  }
}

extension Workspace {
  /// Whether an orchestrator holds the repository's lock.
  var hasLiveOrchestrator: Bool {
    get throws { if case .held = try FileLock.status(state.lock) { true } else { false } }
  }
}
