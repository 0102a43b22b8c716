@unsafe @preconcurrency import Dispatch
import Engine
import Glibc
import Journal
import Orchestration
import Synchronization

/// What wakes the engine: time, a hook, and the signals by which a person stops a run. Time would do for all that hooks
/// tell, for the engine looks at everything at each tick; a hook spares a commit on the base branch the wait.
///
/// The first INT or TERM stops the run, the second ends this process at once; the workers have been told by
/// then. HUP takes the terminal away: the run goes on without it.
final class Wakeups: Sendable {
  private let timer: any DispatchSourceTimer
  private let pipe: WakePipe?
  private let signals: [any DispatchSourceSignal]

  init(engine: RunEngine, state: StateDirectory) {
    let queue = DispatchQueue(label: "wakeups")
    pipe = WakePipe(at: state.wake, queue: queue) { engine.wake(.tick) }
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { engine.wake(.tick) }
    timer.schedule(deadline: .now() + .milliseconds(250), repeating: .milliseconds(250))
    let stopping = StopCount()
    signals = [SIGINT, SIGTERM, SIGHUP].map { number in
      Glibc.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if number == SIGHUP { return Wakeups.leaveTerminal() }
        if stopping.isSecond() { _exit(128 + number) }
        engine.wake(.stop(number == SIGINT ? .interrupt : .terminate))
      }
      return source
    }
    // A reader that went away is no reason to die.
    Glibc.signal(SIGPIPE, SIG_IGN)
    timer.resume()
    for source in signals { source.resume() }
  }

  func stop() {
    timer.cancel()
    pipe?.close()
    for source in signals { source.cancel() }
  }

  private static func leaveTerminal() {
    let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where null >= 0 { dup2(null, descriptor) }
  }
}

/// Tells the first signal from the second.
private final class StopCount: Sendable {
  private let seen = Mutex(false)

  func isSecond() -> Bool {
    seen.withLock { seen in
      defer { seen = true }
      return seen
    }
  }
}
