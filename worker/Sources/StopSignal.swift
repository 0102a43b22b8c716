import Glibc

/// SIGTERM and SIGINT as ordinary events, and SIGUSR1, which ends only the agent's turn. The main thread does nothing but wait for them, so that nothing runs
/// inside a handler; it must not be handed to the concurrency runtime, which would unblock them there.
enum StopSignal {
  /// Runs `body` beside the main thread and exits with its result. The stream that `body` gets ends when it is to
  /// stop.
  static func serve(
    _ body: @escaping @Sendable (_ stop: AsyncStream<Never>, _ turnEnd: TurnEnd) async -> Int32
  ) -> Never {
    // Before there are other threads: they inherit it, and none of them is ended by what is meant for us.
    var set = block()
    // A reader of ours that is gone is an error of that write and nothing else.
    _ = signal(SIGPIPE, SIG_IGN)
    // The worker outlives the terminal that its orchestrator was started in.
    _ = signal(SIGHUP, SIG_IGN)
    let (stop, continuation) = AsyncStream.makeStream(of: Never.self)
    let turnEnd = TurnEnd()
    Task { exit(await body(stop, turnEnd)) }
    var number: Int32 = 0
    while true {
      unsafe sigwait(&set, &number)
      if number == SIGUSR1 { turnEnd.ask() } else { continuation.finish() }
    }
  }

  private static func block() -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGTERM)
    unsafe sigaddset(&set, SIGINT)
    unsafe sigaddset(&set, SIGUSR1)
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    return set
  }
}
