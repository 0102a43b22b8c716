import Orchestration
import Testing

@testable import Journal

@Suite struct DoctorTurnsTests {
  private let directory: TemporaryDirectory
  private let holder = ProcessIdentity(pid: 1, started: 1, boot: "b")

  init() throws { directory = try TemporaryDirectory() }

  private func turns(_ count: Int) -> DoctorTurns { DoctorTurns(in: directory.path, count: count) }

  @Test func thereAreOnlySoManyTurns() throws {
    let turns = turns(2)
    let first = try #require(try turns.take(for: .attempt, by: holder))
    let second = try #require(try turns.take(for: .gate, by: holder))
    #expect(try turns.take(for: .attempt, by: holder) == nil)
    #expect(try turns.take(for: .gate, by: holder) == nil)
    first.release()
    #expect(try turns.take(for: .attempt, by: holder) != nil)
    second.release()
  }

  @Test func aGateThatWaitsIsNext() async throws {
    let turns = turns(1)
    let first = try #require(try turns.take(for: .attempt, by: holder))
    async let gate = turns.next(for: .gate, by: holder)
    let waits = directory.file("gate-waits.lock")
    while try FileLock.status(waits) == .free { await Task.yield() }
    first.release()
    // Nobody is served before it, however often he asks.
    #expect(try turns.take(for: .attempt, by: holder) == nil)
    let turn = try await gate
    #expect(try FileLock.status(waits) == .free)
    turn.release()
    #expect(try turns.take(for: .attempt, by: holder) != nil)
  }

  @Test func whoIsCancelledWaitsNoLonger() async throws {
    let turns = turns(1)
    let first = try #require(try turns.take(for: .attempt, by: holder))
    let waiting = Task { try await turns.next(for: .attempt, by: holder) }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    first.release()
  }
}
