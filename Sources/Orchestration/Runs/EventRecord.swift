/// An event and what it is about, before the journal gives it a place and a time.
package struct Entry: Hashable, Sendable {
  package var task: TaskID?
  package var attempt: Int?
  /// For an event that a worker wrote: the byte offset after it in the attempt's `events.jsonl`.
  package var source: Int?
  package var event: Event

  package init(_ event: Event, task: TaskID? = nil, attempt: Int? = nil, source: Int? = nil) {
    self.event = event
    self.task = task
    self.attempt = attempt
    self.source = source
  }
}

/// One line of a journal.
package struct EventRecord: Hashable, Sendable {
  /// 1 for a file's first line, then without gaps.
  package var sequence: Int
  package var time: Timestamp
  package var run: RunID?
  package var entry: Entry

  package init(sequence: Int, time: Timestamp, run: RunID?, entry: Entry) {
    self.sequence = sequence
    self.time = time
    self.run = run
    self.entry = entry
  }

  package var event: Event { entry.event }
  package var task: TaskID? { entry.task }
}

extension EventRecord: Codable {
  private enum Key: String, CodingKey {
    case version = "v"
    case sequence = "seq"
    case time = "ts"
    case type, run, task, attempt
    case source = "src"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let version = try container.decode(Int.self, forKey: .version)
    guard version == 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: container, debugDescription: "journal version \(version); this program reads 1")
    }
    sequence = try container.decode(Int.self, forKey: .sequence)
    time = try container.decode(Timestamp.self, forKey: .time)
    run = try container.decodeIfPresent(RunID.self, forKey: .run)
    let type = try container.decode(String.self, forKey: .type)
    entry = Entry(
      try Event(type: type, from: decoder),
      task: try container.decodeIfPresent(TaskID.self, forKey: .task),
      attempt: try container.decodeIfPresent(Int.self, forKey: .attempt),
      source: try container.decodeIfPresent(Int.self, forKey: .source))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(1, forKey: .version)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(time, forKey: .time)
    try container.encode(event.type, forKey: .type)
    try container.encodeIfPresent(run, forKey: .run)
    try container.encodeIfPresent(entry.task, forKey: .task)
    try container.encodeIfPresent(entry.attempt, forKey: .attempt)
    try container.encodeIfPresent(entry.source, forKey: .source)
    try event.encodePayload(to: encoder)
  }
}
