import FoundationEssentials
import Glibc
import Journal
import Orchestration
import SystemPackage
import Testing

@Suite struct JournalCrashTests {
  /// A child appends until the kernel kills it at an arbitrary instruction. All that it was told to be written
  /// must be there, and nothing that it did not write.
  @Test func killedWriterLeavesAValidPrefix() async throws {
    let directory = try TemporaryDirectory()
    let journal = directory.file("journal.jsonl")
    let acknowledged = directory.file("acknowledged")
    var random = SeededGenerator(seed: 7)
    for _ in 0..<10 {
      let microseconds = Int.random(in: 500..<20_000, using: &random)
      let arguments = [journal.string, acknowledged.string, String(microseconds)]
      await #expect(processExitsWith: .signal(SIGKILL)) { [arguments = arguments as [String]] in
        try appendUntilKilled(
          FilePath(arguments[0]), acknowledging: FilePath(arguments[1]), after: Int(arguments[2]) ?? 0)
      }
      let contents = try JournalReader.read(journal)
      #expect(contents.records.map(\.sequence) == Array(0..<contents.records.count).map { $0 + 1 })
      #expect(contents.records.allSatisfy { $0.event == .hostWake(seconds: $0.sequence) })
      let count = try Int(String(decoding: acknowledged.bytes, as: UTF8.self).prefix(12).trimmed) ?? -1
      #expect(contents.records.count >= count && count > 0)
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring { drop { $0 == " " } }
}

private func appendUntilKilled(
  _ path: FilePath, acknowledging acknowledged: FilePath, after microseconds: Int
) throws {
  let (writer, contents) = try JournalWriter.open(path, run: nil)
  let counter = try FileDescriptor.open(
    acknowledged, .writeOnly, options: .create, permissions: .ownerReadWrite)
  var count = contents.records.count
  func appendBatch() throws {
    _ = try writer.append(Sample.entries(3, from: count + 1), at: Sample.time, durable: count % 30 == 0)
    count += 3
    let digits = String(count)
    let padded = String(repeating: " ", count: 12 - digits.count) + digits
    try counter.writeAll(toAbsoluteOffset: 0, padded.utf8)
  }
  try appendBatch()
  try killThisProcess(after: microseconds)
  while true { try appendBatch() }
}

/// Sends SIGKILL from a timer of the kernel: no code of ours runs between the decision and the death.
private func killThisProcess(after microseconds: Int) throws {
  var event = unsafe sigevent()
  unsafe event.sigev_notify = Int32(SIGEV_SIGNAL)
  unsafe event.sigev_signo = SIGKILL
  var timer: timer_t?
  guard unsafe timer_create(CLOCK_MONOTONIC, &event, &timer) == 0 else { throw Errno(rawValue: errno) }
  var time = itimerspec()
  time.it_value.tv_nsec = microseconds * 1000
  guard unsafe timer_settime(timer, 0, &time, nil) == 0 else { throw Errno(rawValue: errno) }
}
