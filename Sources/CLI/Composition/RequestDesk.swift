import Journal
import Orchestration
import SystemPackage

/// Hands a request to whoever can carry it out: a live orchestrator, else this process itself.
struct RequestDesk {
  let workspace: Workspace
  let store: RunStore

  /// Puts the request into the spool, then tries for the seat: who gets it applies it. Returns the answer.
  func carryOut(_ kind: Request.Kind) async throws -> Event {
    let nonce = Nonce.fresh
    let request = Request(nonce: nonce, run: store.state.id, kind: kind)
    try workspace.state.create()
    _ = try workspace.state.spool.submit(request, at: .now)
    var tail = JournalTail(store.directory.journal)
    while true {
      if let seat = try OrchestratorSeat.take(workspace) {
        defer { seat.release() }
        try RequestDesk.applyPending(in: workspace)
      }
      for item in try tail.next() where item.record.event.nonce == nonce {
        return try accepted(item.record.event)
      }
      try await ContinuousClock().sleep(for: .milliseconds(50))
    }
  }

  /// Applies what lies in the spool to its runs; for a time in which no orchestrator lives.
  static func applyPending(in workspace: Workspace) throws {
    let inbox = workspace.state.spool
    for request in try inbox.pending() {
      let run = workspace.state.run(request.run)
      let (log, contents) = try JournalWriter.open(run.journal, run: run.id)
      if !contents.records.isEmpty {
        let state = try RunState(replaying: contents.records)
        if !state.answered.contains(request.nonce) {
          _ = try log.append([answer(request, state)], at: .now, durable: true)
        }
      }
      try inbox.remove(request)
    }
  }

  /// Tasks that were meant for a live run find nobody to run them.
  private static func answer(_ request: Request, _ state: RunState) -> Entry {
    guard case .extend = request.kind else { return state.answer(request) }
    let refusal = RequestRefusal(nonce: request.nonce, why: "run \(state.id) ended before it could take them")
    return Entry(.requestRefuse(refusal))
  }

  private func accepted(_ event: Event) throws -> Event {
    if case .requestRefuse(let refusal) = event {
      throw Failure(
        refusal.why, hint: "'git orchestrate status' shows where everything stands", code: .unfinished)
    }
    return event
  }
}

extension Nonce {
  /// One that nobody has used.
  static var fresh: Nonce { Nonce(String(UInt64.random(in: 0 ... .max), radix: 36)) }
}
