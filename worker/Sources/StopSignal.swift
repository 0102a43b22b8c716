import Dispatch
import Glibc

/// SIGTERM and SIGINT as an ordinary event: a thread waits for them, so that nothing runs inside a handler.
enum StopSignal {
  /// Has to be called on the main thread before there are others, so that all inherit it.
  static func block() {
    var set = signals
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    // A reader of ours that is gone is an error of that write and nothing else.
    _ = signal(SIGPIPE, SIG_IGN)
    // The worker outlives the terminal that its orchestrator was started in.
    _ = signal(SIGHUP, SIG_IGN)
  }

  /// Returns when one of them has come, or when the task is cancelled.
  static func arrival() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    DispatchQueue(label: "stop signal").async {
      var set = signals
      var number: Int32 = 0
      unsafe sigwait(&set, &number)
      continuation.finish()
    }
    for await _ in stream {}
  }

  private static var signals: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGTERM)
    unsafe sigaddset(&set, SIGINT)
    return set
  }
}
