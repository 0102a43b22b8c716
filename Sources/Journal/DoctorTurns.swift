package import Orchestration
package import SystemPackage

/// Who may run a doctor now: at most so many at once, in all processes that work on a repository, and gates before
/// attempts. Each turn is a `FileLock`, so a process that is killed gives its turn back.
package struct DoctorTurns: Hashable, Sendable, Codable {
  private let directory: String
  private let count: Int

  package init(in directory: FilePath, count: Int) {
    self.directory = directory.string
    self.count = count
  }

  package enum Purpose: Hashable, Sendable {
    case attempt, gate
  }

  /// A turn if there is one now; nil where others have them all, or where a gate waits for the next one.
  package func take(for purpose: Purpose, by holder: ProcessIdentity) throws(JournalError) -> FileLock? {
    if purpose == .attempt, try FileLock.status(waitingGate) != .free { return nil }
    for number in 1...count {
      let place = FilePath(directory).appending("\(number).lock")
      if case .acquired(let lock) = try FileLock.acquire(place, for: holder) { return lock }
    }
    return nil
  }

  /// Waits for a turn, as long as it takes; throws when the task is cancelled.
  package func next(for purpose: Purpose, by holder: ProcessIdentity) async throws -> FileLock {
    var announcement: FileLock?
    defer { announcement?.release() }
    while true {
      if let turn = try take(for: purpose, by: holder) { return turn }
      if purpose == .gate, announcement == nil,
        case .acquired(let lock) = try FileLock.acquire(waitingGate, for: holder)
      {
        announcement = lock
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Held while a gate waits.
  private var waitingGate: FilePath { FilePath(directory).appending("gate-waits.lock") }
}
