import Configuration
@unsafe @preconcurrency import Dispatch
import Glibc
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
  /// Time goes by in a live table while nothing happens.
  private let clock: any DispatchSourceTimer

  private let run: RunDirectory
  private let config: OrchestratorConfig

  init(output: Output, run: RunDirectory, config: OrchestratorConfig) {
    self.output = output
    self.run = run
    self.config = config
    picture = Mutex(Picture(progress: RunProgress(output: output, run: run)))
    clock = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "run-view"))
    // Not scheduled yet. It has to be resumed all the same: one that is released suspended crashes.
    clock.resume()
  }

  func begin(_ state: RunState) {
    show(state, [])
    guard output.isLive else { return }
    clock.setEventHandler { [weak self] in self?.tick() }
    clock.schedule(deadline: .now() + .milliseconds(250), repeating: .milliseconds(250))
  }

  /// What cannot be shown stops no run.
  func show(_ state: RunState, _ records: [EventRecord]) {
    picture.withLock { picture in
      picture.state = state
      try? picture.progress.show(state, records)
    }
  }

  /// Leaves what a person needs now: where everything stands, what to do about it, how to take it home.
  func end(_ state: RunState) {
    clock.cancel()
    picture.withLock { picture in
      picture.state = nil
      picture.progress.end()
    }
    var report = StatusReport(
      state: state, standing: RunStanding(), names: TaskNames(of: state, in: run), now: .now)
    (report.run, report.branchPrefix, report.agents) = (run, config.taskBranchPrefix, config.agents)
    let lines =
      output.isLive
      ? report.lines(width: TerminalSize(of: STDERR_FILENO)?.columns, palette: output.palette)
      : report.ending(palette: output.palette)
    for line in lines { output.progress(line) }
  }

  private func tick() {
    picture.withLock { picture in
      if let state = picture.state { try? picture.progress.show(state, []) }
    }
  }
}
