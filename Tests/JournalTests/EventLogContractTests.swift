import Journal
import Orchestration
import Testing

/// What every event log promises, on the real one and on the one in memory.
@Suite struct EventLogContractTests {
  enum Kind: CaseIterable { case file, memory }

  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func open(_ kind: Kind, after records: [EventRecord] = []) throws -> any EventLog {
    switch kind {
    case .file: try JournalWriter.open(directory.file("journal.jsonl"), run: Sample.run).writer
    case .memory: MemoryEventLog(run: Sample.run, records: records)
    }
  }

  @Test(arguments: Kind.allCases)
  func numbersWithoutGapsInTheGivenOrder(kind: Kind) throws {
    let log = try open(kind)
    let first = try log.append(Sample.entries(3), at: Sample.time, durable: false)
    let second = try log.append(Sample.entries(2, from: 4), at: Sample.time, durable: true)
    #expect((first + second).map(\.sequence) == [1, 2, 3, 4, 5])
    #expect((first + second).map(\.entry) == Sample.entries(5))
    #expect((first + second).allSatisfy { $0.run == Sample.run && $0.time == Sample.time })
  }

  @Test(arguments: Kind.allCases)
  func nothingIsNothing(kind: Kind) throws {
    let log = try open(kind)
    #expect(try log.append([], at: Sample.time, durable: true) == [])
    #expect(try log.append(Sample.entries(1), at: Sample.time, durable: false)[0].sequence == 1)
  }

  @Test(arguments: Kind.allCases)
  func goesOnWhereItWasLeft(kind: Kind) throws {
    let before = try open(kind).append(Sample.entries(3), at: Sample.time, durable: true)
    let after = try open(kind, after: before).append(Sample.entries(1), at: Sample.time, durable: false)
    #expect(after[0].sequence == 4)
  }

  @Test(arguments: Kind.allCases)
  func callersAtOnceGetDifferentNumbers(kind: Kind) async throws {
    let log = try open(kind)
    let numbers = try await withThrowingTaskGroup(of: [Int].self) { group in
      for _ in 0..<20 {
        group.addTask {
          try log.append(Sample.entries(5), at: Sample.time, durable: false).map(\.sequence)
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(numbers.sorted() == Array(1...100))
  }
}
