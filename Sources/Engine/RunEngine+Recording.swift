import Orchestration

extension RunEngine {
  /// Writes events down and folds them in. While the disk is full it waits for room: nothing may happen that
  /// the journal does not know.
  ///
  /// - Throws: `FoldError` for events that the state does not allow; they are not written, because no process
  ///   could read such a journal again.
  func record(_ entries: [Entry]) async throws {
    guard !entries.isEmpty else { return }
    let records = try await appended(entries)
    for record in records { try state.apply(record) }
    ports.observe(state, records)
  }

  func record(_ events: [Event], about task: TaskID, attempt: Int? = nil) async throws {
    try await record(events.map { Entry($0, task: task, attempt: attempt) })
  }

  private func appended(_ entries: [Entry]) async throws -> [EventRecord] {
    while true {
      let time = ports.now()
      try rehearse(entries, at: time)
      do {
        return try ports.log.append(entries, at: time, durable: true)
      } catch let error as any DiskFullReporting where error.isDiskFull {
        try await ports.rest()
      }
    }
  }

  private func rehearse(_ entries: [Entry], at time: Timestamp) throws(FoldError) {
    var future = state
    for entry in entries {
      try future.apply(
        EventRecord(sequence: future.sequence + 1, time: time, run: future.id, entry: entry))
    }
  }

  /// Takes over what a worker wrote, unless it is known already.
  func forward(_ entries: [Entry], task: TaskID, attempt: Int) async throws {
    guard case .running(attempt) = state[task]?.state else { return }
    let known = state[task]?.source ?? 0
    try await record(entries.filter { ($0.source ?? .max) > known && isNews($0.event, of: task) })
  }

  /// One warning a resource and attempt is enough, and none for what was granted meanwhile.
  private func isNews(_ event: Event, of task: TaskID) -> Bool {
    if case .accessRead(let read) = event { state.isNews(read, of: task) } else { true }
  }
}
