import Glibc
import Synchronization

/// Lets INT, TERM and HUP stop something in an orderly way.
enum Interruption {
  /// The last signal; 0 before the first. Touched before a handler is set, because a handler must not initialise it.
  private static let received = Atomic<Int32>(0)

  /// Runs `body`; a signal cancels it, waits for it, and ends with an error of the signal's exit code. A second one
  /// ends the process at once.
  static func stopping<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    received.store(0, ordering: .relaxed)
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    // Handlers, unlike ignored signals, are not passed on to what we start.
    for number in numbers { signal(number, note) }
    defer { for number in numbers { signal(number, SIG_DFL) } }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        while received.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(50)) }
        return nil
      }
      defer { group.cancelAll() }
      if let result = try await group.next(), let result { return result }
      group.cancelAll()
      while (try? await group.next()) != nil {}
      throw Failure(
        "stopped, and nothing was written",
        code: received.load(ordering: .relaxed) == SIGINT ? .interrupted : .terminated)
    }
  }

  private static let note: @convention(c) (Int32) -> Void = { number in
    if received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
  }
}
