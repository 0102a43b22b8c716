@unsafe @preconcurrency import Dispatch
import Glibc

/// Runs what would leave something behind if it were killed: INT and TERM cancel it, and it ends with exit code 130.
func cancelledBySignals<Value: Sendable>(
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let task = Task { try await body() }
  let sources = [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "signal"))
    source.setEventHandler { task.cancel() }
    source.resume()
    return (number, source)
  }
  defer {
    for (number, source) in sources {
      source.cancel()
      signal(number, SIG_DFL)
    }
  }
  do {
    return try await task.value
  } catch is CancellationError {
    throw Failure("interrupted", code: .interrupted)
  }
}
