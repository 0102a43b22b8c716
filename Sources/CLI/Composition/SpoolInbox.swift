import Journal
import Orchestration

/// The spool as the engine's inbox.
struct SpoolInbox: RequestInbox {
  let spool: Spool

  func pending() throws -> [Request] { try spool.pending().requests.map(\.request) }

  func remove(_ request: Request) throws {
    for pending in try spool.pending().requests where pending.request == request { try spool.remove(pending) }
  }
}
