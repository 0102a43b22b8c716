import Journal
import Orchestration

/// What a person sees of a live run.
final class RunView: Sendable {
  private let output: Output
  private let run: RunDirectory

  init(output: Output, run: RunDirectory) {
    self.output = output
    self.run = run
  }

  func begin(_ state: RunState) { output.progress("run \(state.id)") }

  func show(_ state: RunState, _ records: [EventRecord]) {
    for record in records { output.progress("\(record.task?.description ?? "-") \(record.event.type)") }
  }

  func end(_ state: RunState) { output.progress("run \(state.id) \(state.status.rawValue)") }
}
