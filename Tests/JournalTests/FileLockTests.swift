import FoundationEssentials
import Glibc
import Journal
import Orchestration
import SystemPackage
import Testing

@Suite struct FileLockTests {
  private let directory: TemporaryDirectory
  private let path: FilePath

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("orchestrate/lock")
  }

  private func take() throws -> FileLock? {
    switch try FileLock.acquire(path, for: Sample.holder) {
    case .acquired(let lock): lock
    case .held: nil
    }
  }

  @Test func holderIsKnownWhileTheLockLives() throws {
    #expect(try FileLock.status(path) == .free)
    let lock = try #require(try take())
    #expect(try FileLock.status(path) == .held(by: Sample.holder))
    #expect(try path.mode == 0o600)
    guard case .held(let holder) = try FileLock.acquire(path, for: Sample.holder) else {
      Issue.record("two holders")
      return
    }
    #expect(holder == Sample.holder)
    lock.release()
    #expect(try FileLock.status(path) == .free)
    #expect(try take() != nil)
  }

  @Test func lastReferenceReleases() throws {
    var lock = try take()
    #expect(lock != nil)
    lock = nil
    #expect(try FileLock.status(path) == .free)
  }

  @Test func twentyTakersAtOnceHaveOneWinner() async throws {
    for _ in 0..<10 {
      let winners = try await withThrowingTaskGroup(of: FileLock?.self) { group -> [FileLock] in
        for _ in 0..<20 { group.addTask { try take() } }
        return try await group.reduce(into: []) { if let lock = $1 { $0.append(lock) } }
      }
      #expect(winners.count == 1)
      winners.forEach { $0.release() }
    }
  }

  /// Someone asks, and asks slowly: holds the lock shared most of the time, as `status` does for a moment.
  @Test func askingNeverKeepsATakerOut() async throws {
    try take()?.release()
    let asking = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    defer { try? asking.close() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while !Task.isCancelled {
          _ = flock(asking.rawValue, LOCK_SH | LOCK_NB)
          for _ in 0..<20 { await Task.yield() }
          _ = flock(asking.rawValue, LOCK_UN)
        }
      }
      for _ in 0..<200 {
        try #require(try take()).release()
        await Task.yield()
      }
      group.cancelAll()
    }
  }

  @Test func lockSurvivesTheRemovalOfItsFile() throws {
    let first = try #require(try take())
    try FileManager.default.removeItem(atPath: path.string)
    let second = try #require(try take(), "a new file is a new lock")
    #expect(try take() == nil)
    first.release()
    #expect(try take() == nil)
    second.release()
  }
}
