import Journal
import Orchestration
import SystemPackage

/// What the agents of running attempts said last, read from the ends of their `events.jsonl`.
struct LastLines {
  fileprivate struct Source {
    let attempt: Int
    /// Nil once the file turned out to be unreadable.
    var tail: JournalTail?
    var line: String?
  }

  /// How much of a file's end is looked at, bytes: a hundred lines or so.
  fileprivate static let window = 32 << 10

  private let run: RunDirectory
  private var sources: [TaskID: Source] = [:]

  init(_ run: RunDirectory) { self.run = run }

  /// Looks again at the attempts that are running now.
  mutating func update(_ state: RunState) -> [TaskID: String] {
    var kept: [TaskID: Source] = [:]
    for record in state.records {
      guard case .running(let attempt) = record.state else { continue }
      let path = run.task(record.id).attempt(attempt).events
      var source =
        sources[record.id].flatMap { $0.attempt == attempt ? $0 : nil }
        ?? Source(attempt: attempt, tail: JournalTail(path))
      source.advance(path)
      kept[record.id] = source
    }
    sources = kept
    return kept.compactMapValues(\.line)
  }
}

extension LastLines.Source {
  fileprivate mutating func advance(_ path: FilePath) {
    do {
      guard var tail else { return }
      if let start = try lineStart(path, after: tail.offset) { tail = JournalTail(path, from: start) }
      for item in try tail.next() { line = item.record.event.lastWords ?? line }
      self.tail = tail
    } catch {
      // A live table can do without the line; whoever needs the file will say what is wrong with it.
      tail = nil
    }
  }

  /// Where the first line in the window at the end begins; nil while less than a window was added.
  private func lineStart(_ path: FilePath, after offset: Int) throws -> Int? {
    guard let status = try? path.stat(followTargetSymlink: false), status.type == .regular else { return nil }
    let start = Int(status.size) - LastLines.window
    guard start > offset else { return nil }
    let end = try bytes(path, from: start).firstIndex(of: UInt8(ascii: "\n"))
    return end.map { start + $0 + 1 } ?? Int(status.size)
  }

  private func bytes(_ path: FilePath, from start: Int) throws -> [UInt8] {
    let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
    defer { try? file.close() }
    return try unsafe [UInt8](unsafeUninitializedCapacity: LastLines.window) { buffer, count in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      count = try unsafe file.read(fromAbsoluteOffset: Int64(start), into: raw)
    }
  }
}

extension Event {
  /// What a live table shows of it as an agent's last line.
  var lastWords: String? {
    switch self {
    case .agentMessage(let said), .agentError(let said): said.text.onOneLine
    case .agentTool(let call): "> \(call.text.onOneLine)"
    case .check(_, .start(let command)): "$ \(command.onOneLine)"
    default: nil
    }
  }
}
