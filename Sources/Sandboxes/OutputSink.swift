import Orchestration
import SystemPackage

/// Where the bytes of one stream go: its log, its tail, and whoever reads its lines. All output passes `receive`
/// before anything is written or shown, so this is the place where secrets are taken out of it.
struct OutputSink: ~Copyable {
  private var redactor: Redactor
  private var log: LogFile
  private var splitter: LineSplitter
  private var tail = OutputTail(limit: 8 << 10)
  private let onLines: CommandOutput.LineReader?

  init(
    _ path: FilePath, cap: Int, of output: CommandOutput, redactor: Redactor,
    onLines: CommandOutput.LineReader?
  ) throws(CommandError) {
    self.redactor = redactor
    log = try LogFile(path, cap: cap)
    splitter = LineSplitter(limit: output.lineLimit)
    self.onLines = onLines
  }

  mutating func receive(_ buffer: [UInt8]) async throws { try await pass(on: redactor.redact(buffer)) }

  private mutating func pass(on buffer: [UInt8]) async throws {
    try log.append(buffer)
    tail.append(buffer[...])
    guard let onLines else { return }
    let lines = splitter.split(buffer)
    if !lines.isEmpty { try await onLines(lines) }
  }

  mutating func finish() async throws -> (tail: [UInt8], logged: Int) {
    try await pass(on: redactor.finish())
    try log.finish()
    if let onLines, let last = splitter.finish() { try await onLines([last]) }
    return (tail.take(), log.written)
  }
}
