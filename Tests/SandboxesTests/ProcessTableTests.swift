import Glibc
import Orchestration
import Testing

@testable import Sandboxes

@Suite(.timeLimit(.minutes(1)))
struct ProcessTableTests {
  @Test(arguments: [
    ("7 (sh) S 1 7 5 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 123 0 0", ProcessEntry.Facts(7, 1, 5, 123, false)),
    ("7 (a) Z 9 8 (x) Z 3 7 6 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 99 0", ProcessEntry.Facts(7, 3, 6, 99, true)),
    (
      "7 ((sd-pam) R 9) R 3 7 6 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 18446744073709551615 0",
      ProcessEntry.Facts(7, 3, 6, .max, false)
    ),
    ("7 (sh) S 1 7 5", nil),
    ("", nil),
  ])
  func readsStat(stat: String, facts: ProcessEntry.Facts?) {
    #expect(ProcessEntry(stat: Array(stat.utf8)).map(ProcessEntry.Facts.init) == facts)
  }

  @Test func knowsThisProcess() throws {
    let current = try #require(ProcessTable.current)
    #expect(current.pid == getpid())
    #expect(current.boot.count == 36)
    #expect(ProcessTable.isAlive(current))
  }

  @Test func neverTakesALaterProcessForAnEarlierOne() async throws {
    let fixture = try CommandFixture()
    let result = try await withRunning(fixture) { process in
      for other in [
        ProcessIdentity(pid: process.pid, started: process.started + 1, boot: process.boot),
        ProcessIdentity(pid: process.pid, started: process.started, boot: "another"),
      ] {
        #expect(!ProcessTable.isAlive(other))
        #expect(!ProcessTable.signal(other, SIGKILL))
        await ProcessTable.exit(of: other)
      }
      #expect(ProcessTable.isAlive(process))
      #expect(ProcessTable.signal(process, SIGUSR1))
      await ProcessTable.exit(of: process)
      #expect(!ProcessTable.isAlive(process))
    }
    #expect(result.end == .signalled(Int(SIGUSR1)))
  }

  @Test func endsWhatCarriesAMarkAndNothingElse() async throws {
    let bystander = try CommandFixture()
    let fixture = try CommandFixture()
    _ = try await withRunning(bystander) { other in
      let result = try await withRunning(fixture) { process in
        #expect(ProcessTable.marked(by: fixture.nonce) == [process])
        #expect(await ProcessTable.endAll(markedBy: fixture.nonce) == [])
      }
      #expect(result.end == .signalled(15))
      #expect(ProcessTable.isAlive(other))
      #expect(ProcessTable.descendants(of: try #require(ProcessTable.current)).contains(other))
      ProcessTable.signal(other, SIGKILL)
    }
  }

  /// Runs a process that waits to be ended, and `body` when it runs.
  private func withRunning(
    _ fixture: CommandFixture, _ body: (ProcessIdentity) async throws -> Void
  ) async throws -> CommandResult {
    let (ready, continuation) = AsyncStream.makeStream(of: Int32.self)
    return try await withThrowingTaskGroup(of: CommandResult.self) { group in
      group.addTask {
        try await fixture.run("echo $$; exec sleep 1000") { lines in
          if let pid = Int32(String(decoding: lines[0], as: UTF8.self)) { continuation.yield(pid) }
        }
      }
      var pids = ready.makeAsyncIterator()
      let pid = try #require(await pids.next())
      try await body(try #require(ProcessTable.identity(of: pid)))
      return try #require(try await group.next())
    }
  }
}

extension ProcessEntry {
  /// A process entry as a table writes it.
  struct Facts: Hashable, Sendable {
    var pid: Int32
    var parent: Int32
    var session: Int32
    var started: UInt64
    var isZombie: Bool

    init(_ pid: Int32, _ parent: Int32, _ session: Int32, _ started: UInt64, _ isZombie: Bool) {
      (self.pid, self.parent, self.session, self.started, self.isZombie) =
        (pid, parent, session, started, isZombie)
    }

    init(_ entry: ProcessEntry) {
      self.init(entry.pid, entry.parent, entry.session, entry.started, entry.isZombie)
    }
  }
}
