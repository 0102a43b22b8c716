import Orchestration

/// The spool and the mailboxes, as one orchestrator process sees it.
struct SimulatedSpool: RequestInbox, AccessDesk {
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

  func pending(_ task: TaskID, attempt: Int) throws -> AccessRequest? {
    try life.checkAlive()
    return world.change { disk in
      guard let letter = disk.mail[task] else { return nil }
      if letter.attempt == attempt { return letter.request }
      disk.mail[task] = nil
      return nil
    }
  }

  func answer(_ request: AccessRequest, of task: TaskID, with answer: AccessAnswer) throws {
    try life.checkAlive()
    world.change { disk in
      if let before = disk.answers.updateValue(answer, forKey: request.nonce), before.isFinal,
        before != answer
      {
        disk.violations.append("\(task) was told \(before) and then \(answer)")
      }
      // Now and then the answer is lost, and asked for again.
      if answer.isFinal, disk.random.chance(80) { disk.mail[task] = nil }
    }
  }
}
