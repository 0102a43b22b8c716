import Testing

@testable import Orchestration

/// Each row is one moment: who holds what, who waits for what, and what comes of one more request.
@Suite struct WaitForGraphTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var tasks: [(id: String, standing: Standing, writes: [String])]
    /// What agents wait for, the first to ask first.
    var waiting: [(id: String, writes: [String])] = []
    var freeSlots = 8
    /// Who asks for what.
    var asks: (id: String, writes: [String])
    var expected: String

    var testDescription: String { name }
  }

  static let two: [(id: String, standing: Standing, writes: [String])] = [
    ("1", .holding, ["api"]), ("2", .holding, ["web"]),
  ]
  static let three = two + [("3", .holding, ["db"])]

  static let locks = [
    Row(name: "free", tasks: two, asks: ("1", ["docs"]), expected: "free"),
    Row(name: "nothing at all", tasks: two, asks: ("1", []), expected: "free"),
    Row(name: "held by one at work", tasks: two, asks: ("1", ["web"]), expected: "wait: write lock web of 2"),
    Row(
      name: "held by one that lands", tasks: [("1", .holding, ["api"]), ("2", .landing, ["web"])],
      asks: ("1", ["web"]), expected: "wait: write lock web of 2"),
    Row(
      name: "each other's", tasks: two, waiting: [("2", ["api"])], asks: ("1", ["web"]),
      expected: "circle: write lock web of 2"),
    Row(
      name: "each other's, and one that works on", tasks: three, waiting: [("2", ["api"])],
      asks: ("1", ["db", "web"]), expected: "circle: write lock web of 2"),
    Row(
      name: "three in a circle", tasks: three, waiting: [("2", ["db"]), ("3", ["api"])], asks: ("1", ["web"]),
      expected: "circle: write lock web of 2"),
    Row(
      name: "three in a row", tasks: three, waiting: [("2", ["db"])], asks: ("1", ["web"]),
      expected: "wait: write lock web of 2"),
    Row(
      name: "two for the same", tasks: three, waiting: [("2", ["db"])], asks: ("1", ["db"]),
      expected: "wait: write lock db of 3"),
    Row(
      name: "a task that was sent back gets a free slot",
      tasks: [("1", .holding, ["api"]), ("2", .resuming, ["web"])], freeSlots: 1, asks: ("1", ["web"]),
      expected: "wait: write lock web of 2"),
    Row(
      name: "a task that was sent back needs the slot of the one that asks",
      tasks: [("1", .holding, ["api"]), ("2", .resuming, ["web"])], freeSlots: 0, asks: ("1", ["web"]),
      expected: "circle: write lock web of 2"),
    Row(
      name: "a task that was sent back needs one of two slots",
      tasks: [("1", .holding, ["api"]), ("2", .resuming, ["web"]), ("3", .holding, ["db"])], freeSlots: 0,
      asks: ("1", ["web"]), expected: "wait: write lock web of 2"),
    Row(
      name: "all slots are taken by those that wait for the one that needs a slot",
      tasks: [("1", .holding, ["api"]), ("2", .resuming, ["web"]), ("3", .holding, ["db"])],
      waiting: [("3", ["web"])], freeSlots: 0, asks: ("1", ["web"]), expected: "circle: write lock web of 2"),
    Row(
      name: "one that was sent back waits for another to get a slot",
      tasks: [
        ("1", .holding, ["api"]), ("2", .resuming, ["web"]), ("3", .resuming, ["db"]), ("4", .landing, []),
      ],
      freeSlots: 0, asks: ("1", ["db"]), expected: "circle: write lock db of 3"),
  ]

  static let rightOfWay = [
    Row(
      name: "who asked first goes first", tasks: three, waiting: [("2", ["docs", "db"])],
      asks: ("1", ["docs"]),
      expected: "wait: agent of 2"),
    Row(
      name: "who asked first waits for the one that asks", tasks: two, waiting: [("2", ["api", "docs"])],
      asks: ("1", ["docs"]), expected: "free"),
    Row(
      name: "a circle of locks and rights of way",
      tasks: three + [("4", .holding, ["log"])],
      waiting: [("1", ["web", "docs"]), ("3", ["log", "etc"]), ("4", ["docs"])], asks: ("2", ["etc"]),
      expected: "free"),
    Row(
      name: "the same without the last link", tasks: three + [("4", .holding, ["log"])],
      waiting: [("3", ["log", "etc"]), ("4", ["docs"])], asks: ("2", ["etc"]), expected: "wait: agent of 3"),
  ]

  /// Task 9 has reserved its locks: it was sent back, and asks before everybody in `waiting`.
  static let reservations = [
    Row(
      name: "a reservation goes first", tasks: three + [("9", .rescoping, ["db", "docs"])],
      asks: ("1", ["docs"]), expected: "wait: reserved for 9"),
    Row(
      name: "a reservation waits for the one that asks", tasks: two + [("9", .rescoping, ["api", "docs"])],
      asks: ("1", ["docs"]), expected: "free"),
    Row(
      name: "a reservation waits for the slot of the one that asks",
      tasks: [("1", .holding, ["api"]), ("9", .reacquiring, ["docs"])], freeSlots: 0, asks: ("1", ["docs"]),
      expected: "free"),
    Row(
      name: "a reservation waits for one that waits for the one that asks",
      tasks: two + [("9", .rescoping, ["docs", "web"])], waiting: [("2", ["api"])], asks: ("1", ["docs"]),
      expected: "free"),
    Row(
      name: "one that waits behind the reservation",
      tasks: three + [("9", .rescoping, ["db", "docs"])], waiting: [("2", ["docs"])], asks: ("1", ["web"]),
      expected: "wait: write lock web of 2"),
    Row(
      name: "right of way is no part of a circle",
      tasks: three + [("9", .rescoping, ["db", "docs"])], waiting: [("2", ["docs"])], asks: ("3", ["web"]),
      expected: "wait: write lock web of 2"),
  ]

  @Test(arguments: locks + rightOfWay + reservations)
  func whatBecomesOfARequest(_ row: Row) throws {
    var scene = try Scene(
      slots: row.freeSlots, row.tasks.map { ($0.id, $0.standing, claims(writes: $0.writes)) })
    var scheduler = Scheduler()
    _ = scheduler.decide(scene.view)
    scene.view.requests = try row.waiting.enumerated().map { place, waiter in
      LockRequest(task: try id(waiter.id), claims: claims(writes: waiter.writes), order: place + 1)
    }
    let request = LockRequest(
      task: try id(row.asks.id), claims: claims(writes: row.asks.writes), order: 100)
    #expect(words(scheduler.verdict(on: request, in: scene.view)) == row.expected)
  }

  private func words(_ verdict: LockVerdict) -> String {
    switch verdict {
    case .free: "free"
    case .wait(let reason): "wait: \(words(reason))"
    case .circle(let reason): "circle: \(words(reason))"
    }
  }

  private func words(_ reason: WaitReason) -> String {
    switch reason {
    case .lock(let name, let held, let holder): "\(held) lock \(name?.description ?? "") of \(holder)"
    case .access(let task): "agent of \(task)"
    case .reservation(let task): "reserved for \(task)"
    default: "\(reason)"
    }
  }

  @Test func aRequestIsJudgedAsOftenAsWanted() throws {
    var scene = try Scene([
      ("1", .holding, claims(writes: ["api"])), ("2", .holding, claims(writes: ["web"])),
    ])
    let request = LockRequest(task: try id("1"), claims: claims(writes: ["web"]), order: 1)
    let held = WaitReason.lock(resource: ResourceName("web"), held: .write, by: try id("2"))
    for _ in 1...2 {
      #expect(Scheduler().verdict(on: request, in: scene.view) == .wait(held))
      scene.view.requests = [request]
    }
    try scene.set("2", .done)
    #expect(Scheduler().verdict(on: request, in: scene.view) == .free)
  }
}

/// What agents at work wait for is not given to whoever starts.
@Suite struct RequestedLockTests {
  private func scene(_ tasks: [(String, Standing, Claims)]) throws -> Scene {
    var scene = try Scene(
      [("1", .holding, claims(writes: ["api"])), ("2", .holding, claims(writes: ["db"]))] + tasks)
    scene.view.requests = [
      LockRequest(task: try id("1"), claims: claims(writes: ["db", "web"]), order: 7)
    ]
    return scene
  }

  @Test func nobodyStartsWithIt() throws {
    let asked = "waits: the agent of 1 waits for the same lock"
    for standing in [Standing.waiting(.ready), .reacquiring, .rescoping] {
      var scheduler = Scheduler()
      let decisions = scheduler.decide(
        try scene([
          ("3", standing, claims(writes: ["web"])), ("4", standing, claims(reads: ["web"])),
          ("5", standing, claims(writes: ["docs"])),
        ]).view)
      #expect(decisions.starts == ["5"])
      #expect(decisions.reasons == ["3": asked, "4": asked])
    }
  }

  @Test func whoReservedItBeforeStarts() throws {
    var scheduler = Scheduler()
    var scene = try scene([
      ("3", .rescoping, claims(writes: ["docs", "web"])), ("4", .holding, claims(writes: ["docs"])),
    ])
    let requests = scene.view.requests
    scene.view.requests = []
    _ = scheduler.decide(scene.view)
    scene.view.requests = requests
    try scene.set("4", .done)
    #expect(scheduler.decide(scene.view).starts == ["3"])
    // One that comes later does not.
    var later = Scheduler()
    #expect(later.decide(scene.view).reasons == ["3": "waits: the agent of 1 waits for the same lock"])
  }

  @Test func noSlotIsKeptForWhoWouldNotGetTheLock() throws {
    var scheduler = Scheduler()
    var scene = try scene([
      ("3", .landing, claims(writes: ["web"])), ("4", .waiting(.ready), claims(writes: ["web"])),
      ("5", .waiting(.ready), claims(writes: ["docs"])),
    ])
    scene.view.freeSlots = 1
    scene.view.entries[try id("4")]?.workload.minutes = 60
    #expect(scheduler.decide(scene.view).starts == ["5"])
    scene.view.requests = []
    scheduler = Scheduler()
    #expect(scheduler.decide(scene.view).reasons["5"] == "waits: the free slot is kept for 4")
  }
}
