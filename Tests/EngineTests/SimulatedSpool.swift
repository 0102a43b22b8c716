import Orchestration

/// The spool, as one orchestrator process sees it.
struct SimulatedSpool: RequestInbox {
  let world: World
  let life: Life

  func pending() throws -> [Request] {
    try life.checkAlive()
    return world.look { $0.spool }
  }

  func remove(_ request: Request) throws {
    try life.checkAlive()
    world.change { $0.spool.removeAll { $0 == request } }
  }
}
