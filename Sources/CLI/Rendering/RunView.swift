@unsafe @preconcurrency import Dispatch
import Journal
import Orchestration
import Synchronization

/// What a person sees of a live run in this process.
final class RunView: Sendable {
  private struct Picture {
    var progress: RunProgress
    /// What was shown last; nil before the beginning and after the end.
    var state: RunState?
  }

  private let output: Output
  private let picture: Mutex<Picture>
  /// Time goes by in a live table while nothing happens. Only where there is one: libdispatch aborts when a timer
  /// goes away that was never started.
  private let clock: (any DispatchSourceTimer)?

  init(output: Output, run: RunDirectory) {
    self.output = output
    picture = Mutex(Picture(progress: RunProgress(output: output, run: run)))
    clock = output.isLive ? DispatchSource.makeTimerSource(queue: DispatchQueue(label: "run-view")) : nil
  }

  func begin(_ state: RunState) {
    show(state, [])
    guard let clock else { return }
    clock.setEventHandler { [weak self] in self?.tick() }
    clock.schedule(deadline: .now() + .milliseconds(250), repeating: .milliseconds(250))
    clock.resume()
  }

  /// What cannot be shown stops no run.
  func show(_ state: RunState, _ records: [EventRecord]) {
    picture.withLock { picture in
      picture.state = state
      try? picture.progress.show(state, records)
    }
  }

  func end(_ state: RunState) {
    clock?.cancel()
    picture.withLock { picture in
      picture.state = nil
      picture.progress.end()
    }
    output.progress("run \(state.id) \(state.status.rawValue)")
  }

  private func tick() {
    picture.withLock { picture in
      if let state = picture.state { try? picture.progress.show(state, []) }
    }
  }
}
