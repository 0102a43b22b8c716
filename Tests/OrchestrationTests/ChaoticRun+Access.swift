@testable import Orchestration

/// Agents at work that ask for more, and wait for it or go on without.
extension ChaoticRun {
  struct Request {
    var claims: Claims
    var order: Int
    /// The round and minute in which it was asked.
    var round: Int
    var minute: Int
    /// The minute in which its agent goes on without; nil: it has all the time in the world.
    var deadline: Int?
  }

  var requests: [LockRequest] {
    players.compactMap { id, player in
      player.request.map { LockRequest(task: id, claims: $0.claims, order: $0.order) }
    }.sorted { $0.order < $1.order }
  }

  /// Who waits is answered as soon as what it wants is free; who asked last is looked at first.
  mutating func answerWaiting() {
    var view = view()
    for request in requests.reversed() {
      update(&view)
      switch scheduler.verdict(on: request, in: view) {
      case .free: grant(request, "granted after waiting")
      case .circle(let reason):
        check(circle: reason, of: request)
        goOn(request.task, "sent on")
      case .wait(let reason):
        check(reason, of: request)
        if let deadline = players[request.task]?.request?.deadline, deadline <= now {
          goOn(request.task, "out of time")
        }
      }
    }
  }

  /// Agents at work ask for one or two more resources; some of those that are refused wait.
  mutating func askForMore() {
    var view = view()
    for id in graph.ids where players[id]?.standing == .holding && players[id]?.request == nil {
      guard chaos.chance(35) else { continue }
      let names = (0...Int.random(in: 0...1, using: &chaos)).map { _ in
        ResourceName("r\(Int.random(in: 0...5, using: &chaos))")
      }
      let wanted = names.filter { players[id]?.claims.mode(of: $0) != .write }
      asked["asked", default: 0] += 1
      let request = LockRequest(
        task: id, claims: Claims(reads: [], writes: wanted), order: asked["asked", default: 0])
      update(&view)
      switch scheduler.verdict(on: request, in: view) {
      case .free: grant(request, "granted")
      case .circle(let reason):
        check(circle: reason, of: request)
        note("circle", id)
      case .wait(let reason):
        check(reason, of: request)
        if chaos.chance(80) { keep(request) } else { note("refused", id) }
      }
    }
  }

  /// Shows what agents got and asked for since the view was made.
  private func update(_ view: inout SchedulingView) {
    for (id, player) in players { view.entries[id]?.workload.claims = player.claims }
    view.requests = requests
  }

  private mutating func keep(_ request: LockRequest) {
    players[request.task]?.request = Request(
      claims: request.claims, order: request.order, round: round, minute: now,
      deadline: chaos.chance(50) ? now + Int.random(in: 1...20, using: &chaos) : nil)
    note("kept", request.task)
  }

  private mutating func grant(_ request: LockRequest, _ how: String) {
    guard let claims = players[request.task]?.claims, case .resources(let modes) = request.claims else {
      return
    }
    players[request.task]?.claims = claims.writing(modes.keys)
    goOn(request.task, how)
  }

  /// What it did not do while it waited it does now.
  private mutating func goOn(_ id: TaskID, _ how: String) {
    if let request = players[id]?.request { players[id]?.due += now - request.minute }
    players[id]?.request = nil
    note(how, id)
  }

  private mutating func note(_ what: String, _ id: TaskID) {
    asked[what, default: 0] += 1
    trace.append("\(now) \(id) \(what)")
  }
}

extension ChaoticRun {
  /// What is in the way must be there.
  private mutating func check(_ reason: WaitReason, of request: LockRequest) {
    let isTrue =
      switch reason {
      case .lock(_, _, let holder):
        players[holder].map {
          $0.standing.holdsLocks && request.claims.firstConflict(with: $0.claims) != nil
        } == true
      case .reservation(let other):
        players[other].map {
          !$0.standing.holdsLocks && request.claims.firstConflict(with: $0.claims) != nil
        } == true
      case .access(let other):
        players[other]?.request.map {
          $0.order < request.order && request.claims.firstConflict(with: $0.claims) != nil
        } == true
      default: false
      }
    if !isTrue { violations.append("\(now): \(request.task) is told \(reason), which is not so") }
  }

  /// Who works and waits for nothing is in no circle.
  private mutating func check(circle reason: WaitReason, of request: LockRequest) {
    check(reason, of: request)
    guard case .lock(_, _, let holder) = reason, let player = players[holder] else {
      return violations.append("\(now): \(request.task) is sent on for \(reason)")
    }
    if player.standing == .landing || player.standing == .holding && player.request == nil {
      violations.append("\(now): \(request.task) is sent on, but \(holder) waits for nobody")
    }
  }

  /// Only who was there before may start with what an agent waits for.
  mutating func checkNobodyTakesWhatIsAskedFor(_ id: TaskID) {
    guard let player = players[id], !player.standing.holdsLocks else { return }
    for (other, asking) in players {
      guard let request = asking.request, player.claims.firstConflict(with: request.claims) != nil,
        player.wantsSince.map({ $0 > request.round }) != false
      else { continue }
      violations.append("\(now): \(id) started with what the agent of \(other) waits for")
    }
  }
}
