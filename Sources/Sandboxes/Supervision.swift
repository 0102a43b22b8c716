import Orchestration
import Synchronization

/// What the parts of one running command share: who its first process is, when it last said something, and
/// whether its time is used up.
final class Supervision: Sendable {
  let time = WorkingTime()
  let grace: Duration
  let logBytes: Int
  private let runner: CommandRunner
  private let state: Mutex<State>

  private struct State {
    var watchdog: Watchdog
    var leader: ProcessIdentity?
    var verdict: CommandResult.End?
  }

  init(_ runner: CommandRunner, _ limits: CommandLimits) {
    self.runner = runner
    grace = limits.grace
    logBytes = limits.logBytes
    state = Mutex(State(watchdog: Watchdog(limits, at: time.moment)))
  }

  /// What takes the secrets out of each stream.
  var redactor: Redactor { runner.redactor }

  /// Why the watchdog ended the command, if it did.
  var verdict: CommandResult.End? { state.withLock { $0.verdict } }

  /// Remembers the command's first process, which has not been reaped yet.
  func started(_ pid: Int32, _ program: String) throws(CommandError) {
    guard let leader = ProcessTable.identity(of: pid) else {
      throw .notStarted(program: program, reason: "/proc does not show it")
    }
    state.withLock { $0.leader = leader }
  }

  func sawOutput() {
    let moment = time.moment
    state.withLock { $0.watchdog.sawOutput(at: moment) }
  }

  /// Lives as long as the command's first process, ends it when its time is used up, and then everything that it
  /// left behind: at once, for what stays and never stops writing would never let its readers end.
  func oversee() async {
    guard let leader = state.withLock({ $0.leader }) else { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.watch() }
      group.addTask { await ProcessTable.exit(of: leader) }
      await group.next()
      group.cancelAll()
    }
    await endTree()
  }

  /// Waits until the command's time is used up, then ends it; returns early when the task is cancelled.
  private func watch() async {
    while !Task.isCancelled {
      let moment = time.moment
      switch state.withLock({ $0.watchdog.verdict(at: moment) }) {
      case .wait(let duration): try? await Task.sleep(for: duration, clock: .suspending)
      case .timedOut: return await end(.timedOut)
      case .stalled: return await end(.stalled)
      }
    }
  }

  /// Ends what is left of the command.
  func endTree() async {
    guard let leader = state.withLock({ $0.leader }) else { return }
    await ProcessTree(
      leader: leader, nonce: runner.nonce, isAlone: runner.isAlone,
      container: runner.container?.firstProcess
    ).end(grace: grace)
  }

  private func end(_ verdict: CommandResult.End) async {
    state.withLock { $0.verdict = verdict }
    await endTree()
  }
}
