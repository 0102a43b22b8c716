import Synchronization

/// Whether the agent was told to end its turn: opened once, from outside, and never closed.
final class TurnEnd: Sendable {
  private struct State {
    var isAsked = false
    var waiting: [AsyncStream<Never>.Continuation] = []
  }

  private let state = Mutex(State())

  func ask() {
    let waiting = state.withLock { state in
      state.isAsked = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.finish() }
  }

  /// Returns when it was asked for, or when the task is cancelled.
  func wait() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    let isAsked = state.withLock { state in
      if !state.isAsked { state.waiting.append(continuation) }
      return state.isAsked
    }
    if isAsked { return }
    for await _ in stream {}
  }
}
