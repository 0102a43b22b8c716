@testable import Orchestration

/// A run in which attempts fail, merges conflict, scopes widen, agents ask for more, tasks are given up and others
/// arrive late, all by the seed. It checks every decision against what a scheduler must never do.
struct ChaoticRun {
  struct Player {
    var standing: Standing = .waiting(.unsatisfied([]))
    var claims: Claims
    let minutes: Int
    let arrival: Int
    var due = 0
    var readySince: Int?
    /// The round since which it waits for locks that it does not hold.
    var wantsSince: Int?
    /// What its agent waits for.
    var request: Request?
    /// How often the chaos may still strike it, so that every run ends.
    var misfortunes = 3
    var gaveUp = false
  }

  /// What went wrong; empty after a sound run.
  var violations: [String] = []
  /// Every start and answer with its minute, for comparing two runs.
  var trace: [String] = []

  /// How often each thing happened to agents that ask.
  var asked: [String: Int] = [:]

  let graph: TaskGraph
  var players: [TaskID: Player] = [:]
  var chaos: SeededGenerator
  var scheduler = Scheduler()
  private(set) var now = 0
  private(set) var round = 0
  private let policy: SchedulePolicy
  private let slots: Int
  private var overtaken: [TaskID: Int] = [:]

  init(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...24, using: &random)
    let resources = Int.random(in: 1...6, using: &random)
    var specs: [TaskSpec] = []
    for index in 0..<count {
      var task = try spec("\(index)")
      task.dependencies = specs.filter { _ in random.chance(8) }.map(\.id)
      specs.append(task)
      players[task.id] = Player(
        claims: randomClaims(resources, &random), minutes: Int.random(in: 0...9, using: &random),
        arrival: random.chance(50) ? 0 : Int.random(in: 0...40, using: &random))
    }
    graph = try TaskGraph(specs.shuffled(using: &random))
    slots = Int.random(in: 1...5, using: &random)
    policy = random.chance(25) ? .batch : .rolling
    chaos = random
  }

  mutating func play() {
    while round < 10_000, players.values.contains(where: { $0.standing != .done }) {
      round += 1
      updateReadiness()
      let view = view()
      let decisions = scheduler.decide(view)
      checkShape(decisions, of: view)
      for decision in decisions { apply(decision, of: view) }
      checkSlotsAndLocks()
      checkReasons(decisions, of: view)
      askForMore()
      answerWaiting()
      checkSlotsAndLocks()
      guard advance(held: view.hold != nil) else { break }
    }
    for (id, player) in players where player.standing != .done {
      violations.append("\(id) never came to an end: \(player.standing)")
    }
  }
}

extension ChaoticRun {
  private mutating func updateReadiness() {
    for id in graph.order where players[id]?.isWaiting == true {
      let dependencies = graph.dependencies(of: id)
      let open = dependencies.filter { players[$0]?.standing != .done }
      if let culprit = dependencies.first(where: { players[$0]?.gaveUp == true }) {
        players[id]?.standing = .waiting(.blocked(by: culprit))
      } else {
        players[id]?.standing = .waiting(open.isEmpty ? .ready : .unsatisfied(open))
      }
    }
  }

  mutating func view() -> SchedulingView {
    var view = SchedulingView(graph: graph, entries: [:], freeSlots: slots - busy, policy: policy)
    view.hold = chaos.chance(5) ? .paused : nil
    for (id, player) in players where player.arrival <= now {
      view.entries[id] = .init(player.standing, Workload(claims: player.claims, minutes: player.minutes))
      if player.standing == .waiting(.ready), player.readySince == nil { players[id]?.readySince = round }
      if player.standing.wantsLocks, player.wantsSince == nil { players[id]?.wantsSince = round }
    }
    view.requests = requests
    return view
  }

  private var busy: Int { players.values.count { $0.standing == .holding } }

  /// Moves to the next minute in which something ends or arrives; false when nothing ever will.
  private mutating func advance(held: Bool) -> Bool {
    let moving = players.values.filter {
      $0.request == nil && ($0.standing == .holding || $0.standing == .landing)
    }
    let arrivals = players.values.map(\.arrival).filter { $0 > now }
    guard let next = (moving.map(\.due) + arrivals).min() else {
      let blocked = players.values.contains {
        if case .waiting(.unsatisfied) = $0.standing { true } else { false }
      }
      if !held, !requests.isEmpty { violations.append("\(now): agents wait for each other: \(requests)") }
      return held || blocked && players.values.contains { $0.gaveUp }
    }
    now = max(now, min(next, players.values.compactMap(\.request?.deadline).min() ?? next))
    for id in graph.ids where players[id]?.request == nil && players[id]?.due ?? 0 <= now {
      finishStep(of: id)
    }
    return true
  }

  private mutating func finishStep(of id: TaskID) {
    guard var player = players[id] else { return }
    let strikes = player.misfortunes > 0 && chaos.chance(35)
    switch player.standing {
    case .holding:
      player.standing =
        strikes
        ? [.resuming, .reacquiring, .rescoping, .done].randomElement(using: &chaos) ?? .done : .landing
      player.gaveUp = player.standing == .done
    case .landing: player.standing = strikes ? (chaos.chance(50) ? .resuming : .reacquiring) : .done
    case .waiting, .resuming, .reacquiring, .rescoping, .done: return
    }
    if strikes { player.misfortunes -= 1 }
    if player.standing == .reacquiring || player.standing == .rescoping {
      player.claims = widened(player.claims)
    }
    player.due = now + Int.random(in: 0...3, using: &chaos)
    players[id] = player
  }

  private mutating func widened(_ claims: Claims) -> Claims {
    guard case .resources(var modes) = claims else { return .everything }
    modes[ResourceName("r\(Int.random(in: 0...5, using: &chaos))")] = .write
    return .resources(modes)
  }

  private mutating func apply(_ decision: Decision, of view: SchedulingView) {
    switch decision {
    case .start(let id):
      guard var player = players[id] else { return }
      checkStart(of: id, view)
      checkNobodyTakesWhatIsAskedFor(id)
      player.wantsSince = nil
      trace.append("\(now) \(id)")
      player.due = now + player.minutes
      player.standing = player.standing == .rescoping ? .landing : .holding
      players[id] = player
    case .block(let id, _):
      players[id]?.standing = .done
      players[id]?.gaveUp = true
    case .wait: break
    }
  }
}

extension ChaoticRun {
  private mutating func checkShape(_ decisions: [Decision], of view: SchedulingView) {
    let decided = decisions.map(\.id)
    let due = view.ids {
      switch $0 {
      case .waiting, .resuming, .reacquiring, .rescoping: true
      case .holding, .landing, .done: false
      }
    }
    if decided.sorted() != due { violations.append("\(now): decided \(decided) instead of \(due)") }
  }

  private mutating func checkStart(of id: TaskID, _ view: SchedulingView) {
    guard let player = players[id], let before = view.entries[id]?.standing else { return }
    if view.hold != nil { violations.append("\(now): \(id) started while the run was held") }
    if case .waiting(let readiness) = before {
      if readiness != .ready { violations.append("\(now): \(id) started before its dependencies") }
      if policy == .batch, view.entries.values.contains(where: { $0.standing.isUnderWay }) {
        violations.append("\(now): \(id) joined a batch under way")
      }
      if policy == .rolling { checkFairness(toStart: id, player) }
    }
    if before != .resuming, before != .rescoping, players.values.contains(where: { $0.standing == .resuming })
    {
      violations.append("\(now): \(id) took a slot before a resuming task")
    }
  }

  /// Whoever stands at the head of the line is overtaken by at most three later tasks that need its locks.
  private mutating func checkFairness(toStart id: TaskID, _ player: Player) {
    let returning = players.values.contains { $0.standing == .reacquiring || $0.standing == .rescoping }
    let line = players.filter { $0.value.standing == .waiting(.ready) && $0.value.readySince != nil }
    guard !returning,
      let head = line.min(by: { ($0.value.readySince ?? 0, $0.key) < ($1.value.readySince ?? 0, $1.key) }),
      let since = head.value.readySince, let own = player.readySince, own > since,
      player.claims.firstConflict(with: head.value.claims) != nil
    else { return }
    overtaken[head.key, default: 0] += 1
    if overtaken[head.key, default: 0] > 3 {
      violations.append("\(now): \(id) overtook \(head.key) once too often")
    }
  }

  private mutating func checkSlotsAndLocks() {
    if busy > slots { violations.append("\(now): \(busy) tasks in \(slots) slots") }
    let holders = players.filter { $0.value.standing.holdsLocks }.sorted { $0.key < $1.key }
    for (index, left) in holders.enumerated() {
      for right in holders[(index + 1)...]
      where left.value.claims.firstConflict(with: right.value.claims) != nil {
        violations.append("\(now): \(left.key) and \(right.key) hold conflicting locks")
      }
    }
  }

  /// A task that waits must have the very obstacle it names once the round is over.
  private mutating func checkReasons(_ decisions: [Decision], of view: SchedulingView) {
    for case .wait(let id, let reason) in decisions {
      guard let player = players[id] else { continue }
      let isTrue =
        switch reason {
        case .dependencies(let open): !open.isEmpty && open.allSatisfy { view.entries[$0]?.standing != .done }
        case .lock(let resource, let held, let holder):
          players[holder]?.standing.holdsLocks == true
            && players[holder].flatMap { player.claims.firstConflict(with: $0.claims) }
              .map { $0.resource == resource && $0.held == held } == true
        case .reservation(let other):
          other != id && players[other].flatMap { player.claims.firstConflict(with: $0.claims) } != nil
        case .access(let other):
          other != id
            && players[other]?.request.map { player.claims.firstConflict(with: $0.claims) != nil } == true
        case .slot: busy == slots
        case .keptSlot(let other): busy < slots && waitsForLandings(other, view)
        case .batch(let batch): policy == .batch && batch == view.ids(where: \.isUnderWay) && !batch.isEmpty
        default: view.hold == reason
        }
      if !isTrue { violations.append("\(now): \(id) \(reason), which is not so") }
    }
  }
}

/// Whether all that a task waits for is landing.
private func waitsForLandings(_ id: TaskID, _ view: SchedulingView) -> Bool {
  guard let entry = view.entries[id] else { return false }
  var blockers = view.ids(where: \.holdsLocks).filter { holder in
    view.entries[holder].flatMap { entry.workload.claims.firstConflict(with: $0.workload.claims) } != nil
  }
  if case .waiting(.unsatisfied(let open)) = entry.standing { blockers += open }
  return !blockers.isEmpty && blockers.allSatisfy { view.entries[$0]?.standing == .landing }
}

extension Decision {
  var id: TaskID {
    switch self {
    case .start(let id), .wait(let id, _), .block(let id, _): id
    }
  }
}

extension ChaoticRun.Player {
  fileprivate var isWaiting: Bool { if case .waiting = standing { true } else { false } }
}

extension Standing {
  /// Whether it needs locks that it does not hold before it can start.
  fileprivate var wantsLocks: Bool { self == .waiting(.ready) || self == .reacquiring || self == .rescoping }
}

func randomClaims(_ resources: Int, _ random: inout SeededGenerator) -> Claims {
  if random.chance(5) { return .everything }
  var modes: [ResourceName: LockMode] = [:]
  for _ in 0..<Int.random(in: 0...3, using: &random) {
    modes[ResourceName("r\(Int.random(in: 0..<resources, using: &random))")] =
      random.chance(40) ? .read : .write
  }
  return .resources(modes)
}
