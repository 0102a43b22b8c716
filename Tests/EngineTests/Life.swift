import Synchronization

/// One orchestrator process from its start to its end or sudden death. Its calls into the world wait here until
/// the simulation lets them go on, so that they overlap in every order.
final class Life: Sendable {
  /// The process is dead: nothing that it does reaches the world any more.
  struct Died: Error {}

  /// What a call waits for.
  enum Moment: Hashable {
    /// Whenever the simulation chooses it.
    case turn
    /// News of that worker.
    case worker(WorkerKey)
  }

  private typealias Waiting = (moment: Moment, continuation: CheckedContinuation<Void, any Error>)

  private struct State {
    var isAlive = true
    var tickets = 0
    var waiting: [Int: Waiting] = [:]
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())
  /// Attempts that this process was asked to end.
  let stopped = Mutex<Set<WorkerKey>>([])

  var isAlive: Bool { state.withLock(\.isAlive) }

  func checkAlive() throws { if !isAlive { throw Died() } }

  /// Waits for a turn; ends at once when the task is cancelled.
  func turn() async throws { try await wait(for: .turn) }

  /// Waits for a turn, cancelled or not: for what has been done already.
  func settle() async throws {
    let ticket = ticket()
    try await withCheckedThrowingContinuation { enter(ticket, .turn, $0, cancellable: false) }
  }

  func wait(for moment: Moment) async throws {
    let ticket = ticket()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { enter(ticket, moment, $0, cancellable: true) }
    } onCancel: {
      cancel(ticket)
    }
  }

  /// The calls that the simulation may let go on, oldest first.
  var ready: [Int] {
    state.withLock { state in state.waiting.filter { $0.value.moment == .turn }.keys.sorted() }
  }

  func resume(_ ticket: Int) {
    state.withLock { $0.waiting.removeValue(forKey: ticket) }?.continuation.resume()
  }

  func announce(_ moment: Moment) {
    let found = state.withLock { state in state.waiting.filter { $0.value.moment == moment }.keys.sorted() }
    for ticket in found { resume(ticket) }
  }

  func die() {
    let waiting = state.withLock { state in
      state.isAlive = false
      defer { state.waiting = [:] }
      return state.waiting.sorted { $0.key < $1.key }.map(\.value.continuation)
    }
    for continuation in waiting { continuation.resume(throwing: Died()) }
  }

  private func ticket() -> Int {
    state.withLock { state in
      state.tickets += 1
      return state.tickets
    }
  }

  private func enter(
    _ ticket: Int, _ moment: Moment, _ continuation: CheckedContinuation<Void, any Error>, cancellable: Bool
  ) {
    let refusal: (any Error)? = state.withLock { state in
      if !state.isAlive { return Died() }
      if cancellable, state.cancelled.remove(ticket) != nil { return CancellationError() }
      state.waiting[ticket] = (moment, continuation)
      return nil
    }
    if let refusal { continuation.resume(throwing: refusal) }
  }

  private func cancel(_ ticket: Int) {
    let waiting = state.withLock { state in
      let found = state.waiting.removeValue(forKey: ticket)
      if found == nil { state.cancelled.insert(ticket) }
      return found
    }
    waiting?.continuation.resume(throwing: CancellationError())
  }
}
