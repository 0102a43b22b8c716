import Testing

@testable import Orchestration

@Suite struct SchedulerTests {
  private let free = claims()

  private func decide(_ scene: Scene) -> [Decision] {
    var scheduler = Scheduler()
    return scheduler.decide(scene.view)
  }

  @Test func startsWhatFitsAndSaysWhyTheRestWaits() throws {
    let decisions = decide(
      try Scene(
        slots: 3,
        [
          ("001", .holding, claims(writes: ["api"])), ("002", .waiting(.ready), claims(reads: ["api"])),
          ("003", .waiting(.ready), claims(writes: ["db"])),
          ("004", .waiting(.unsatisfied(try ids("001", "002"))), free),
          ("005", .waiting(.blocked(by: try id("000"))), free), ("006", .landing, claims(reads: ["web"])),
          ("007", .waiting(.ready), claims(writes: ["web"])), ("008", .waiting(.ready), .everything),
          ("009", .done, .everything), ("010", .waiting(.ready), free), ("011", .waiting(.ready), free),
        ]))
    #expect(decisions.starts == ["003", "010"])
    #expect(
      decisions.reasons == [
        "002": "waits for write lock \"api\" held by 001", "004": "waits for 001, 002",
        "007": "waits for read lock \"web\" held by 006", "008": "waits for write lock \"api\" held by 001",
        "011": "waits: the free slot is kept for 007",
      ])
    #expect(decisions.contains(.block(try id("005"), by: try id("000"))))
    #expect(decisions.count == 8)
  }

  @Test func readersShareALock() throws {
    let decisions = decide(
      try Scene([
        ("1", .holding, claims(reads: ["a"])), ("2", .waiting(.ready), claims(reads: ["a"])),
        ("3", .waiting(.ready), claims(reads: ["a"])),
      ]))
    #expect(decisions.starts == ["2", "3"])
  }

  @Test func twoFreshTasksOfOneLockStartOneByOne() throws {
    let decisions = decide(
      try Scene([
        ("1", .waiting(.ready), claims(writes: ["a"])), ("2", .waiting(.ready), claims(writes: ["a"])),
      ]))
    #expect(decisions.starts == ["1"])
    #expect(decisions.reasons == ["2": "waits for write lock \"a\" held by 1"])
  }

  @Test(arguments: [Standing.waiting(.ready), .waiting(.unsatisfied([TaskID("1")].compactMap(\.self)))])
  func aSlotIsKeptForWhatTheNextLandingSetsFree(standing: Standing) throws {
    let hot = claims(writes: ["hot"])
    var scene = try Scene(
      slots: 1, [("1", .landing, hot), ("2", standing, hot), ("3", .waiting(.ready), free)])
    #expect(decide(scene).starts.isEmpty)
    #expect(decide(scene).reasons["3"] == "waits: the free slot is kept for 2")
    scene.view.freeSlots = 2
    #expect(decide(scene).starts == ["3"])
  }

  @Test func noSlotIsKeptForWhatTakesLonger() throws {
    let hot = claims(writes: ["hot"])
    var scene = try Scene(
      slots: 1, [("1", .landing, hot), ("2", .waiting(.ready), hot), ("3", .waiting(.ready), free)])
    scene.view.landsSoon = false
    #expect(decide(scene).starts == ["3"])
    scene.view.landsSoon = true
    try scene.set("1", .holding)
    #expect(decide(scene).starts == ["3"])
  }

  @Test func oneSlotIsKeptForOneLanding() throws {
    let hot = claims(writes: ["hot"])
    let scene = try Scene(
      slots: 2,
      [
        ("1", .landing, hot), ("2", .waiting(.ready), hot), ("3", .waiting(.ready), hot),
        ("4", .waiting(.ready), free), ("5", .waiting(.ready), free),
      ])
    #expect(decide(scene).starts == ["4"])
  }

  @Test func nothingStartsWhileTheRunIsHeld() throws {
    let decisions = decide(
      try Scene(hold: .disk(minimumGigabytes: 2), [("1", .waiting(.ready), free), ("2", .resuming, free)]))
    #expect(decisions.starts.isEmpty)
    #expect(decisions.reasons == ["1": "waits: less than 2 GB free", "2": "waits: less than 2 GB free"])
  }

  @Test func aTaskOfAPausedAgentStandsInNobodysWay() throws {
    var scene = try Scene([
      ("1", .reacquiring, claims(writes: ["a"])), ("2", .waiting(.ready), claims(writes: ["a"])),
    ])
    scene.view.entries[try id("1")]?.hold = .agent("codex")
    #expect(decide(scene).starts == ["2"])
    #expect(decide(scene).reasons == ["1": "waits: agent codex is paused"])
  }

  @Test func sentBackTasksGoFirst() throws {
    let decisions = decide(
      try Scene(
        slots: 2,
        [("1", .waiting(.ready), free), ("2", .reacquiring, free), ("3", .resuming, claims(writes: ["a"]))]))
    #expect(decisions.starts == ["3", "2"])
  }

  @Test func aResumingTaskDoesNotWaitForItsOwnLocks() throws {
    let decisions = decide(
      try Scene(slots: 1, [("1", .resuming, .everything), ("2", .waiting(.ready), claims(writes: ["a"]))]))
    #expect(decisions.starts == ["1"])
    #expect(decisions.reasons == ["2": "waits for write lock \"a\" held by 1"])
  }

  @Test func rescopingNeedsLocksButNoSlot() throws {
    let decisions = decide(
      try Scene(slots: 0, [("1", .rescoping, claims(writes: ["a"])), ("2", .waiting(.ready), free)]))
    #expect(decisions.starts == ["1"])
    #expect(decisions.reasons == ["2": "waits for a free slot"])
  }

  @Test func aTaskThatMustReacquireReservesAtOnce() throws {
    let decisions = decide(
      try Scene([
        ("1", .holding, claims(writes: ["a"])), ("2", .waiting(.ready), claims(writes: ["b"])),
        ("3", .waiting(.ready), claims(writes: ["c"])), ("4", .reacquiring, claims(writes: ["a", "b"])),
      ]))
    #expect(decisions.starts == ["3"])
    #expect(decisions.reasons["2"] == "waits: locks reserved for 4")
  }

  @Test func longestChainFirst() throws {
    var scene = try Scene(slots: 1, [("1", .waiting(.ready), free), ("2", .waiting(.ready), free)])
    scene.view.graph = try TaskGraph([spec("1"), spec("2"), spec("3", after: "2")])
    scene.view.entries[try id("3")] = .init(
      .waiting(.unsatisfied(try ids("2"))), Workload(claims: free, minutes: 10))
    #expect(decide(scene).starts == ["2"])
  }

  @Test func hottestLockFirst() throws {
    let decisions = decide(
      try Scene(
        slots: 1,
        [
          ("1", .waiting(.ready), claims(writes: ["cold"])), ("2", .waiting(.ready), claims(writes: ["hot"])),
          ("3", .waiting(.ready), claims(writes: ["hot"])),
        ]))
    #expect(decisions.starts == ["2"])
  }

  @Test func reservesAfterThreeLaterTasksOvertook() throws {
    var scheduler = Scheduler()
    var scene = try Scene([
      ("0", .holding, claims(writes: ["a"])), ("1", .waiting(.ready), claims(writes: ["a", "b"])),
      ("2", .waiting(.unsatisfied([])), claims(writes: ["b"])),
      ("3", .waiting(.unsatisfied([])), claims(writes: ["b"])),
      ("4", .waiting(.unsatisfied([])), claims(writes: ["b"])),
      ("5", .waiting(.unsatisfied([])), claims(writes: ["b"])),
      ("6", .waiting(.unsatisfied([])), claims(writes: ["c"])),
    ])
    #expect(scheduler.decide(scene.view).starts.isEmpty)
    for name in ["2", "3", "4"] {
      try scene.set(name, .waiting(.ready))
      #expect(scheduler.decide(scene.view).starts == [name])
      try scene.set(name, .done)
    }
    try scene.set("5", .waiting(.ready))
    try scene.set("6", .waiting(.ready))
    let decisions = scheduler.decide(scene.view)
    #expect(decisions.starts == ["6"])
    #expect(decisions.reasons["5"] == "waits: locks reserved for 1")
    try scene.set("6", .done)
    try scene.set("0", .done)
    let later = scheduler.decide(scene.view)
    #expect(later.starts == ["1"])
    #expect(later.reasons["5"] == "waits for write lock \"b\" held by 1")
  }

  @Test func aReservationEndsWithItsTask() throws {
    var scheduler = Scheduler()
    var scene = try Scene([
      ("1", .holding, claims(writes: ["a"])), ("2", .reacquiring, claims(writes: ["a", "b"])),
      ("3", .waiting(.ready), claims(writes: ["b"])),
    ])
    #expect(scheduler.decide(scene.view).starts.isEmpty)
    try scene.set("2", .done)
    #expect(scheduler.decide(scene.view).starts == ["3"])
  }

  @Test func aBatchIsFilledInOrderOfIDs() throws {
    let decisions = decide(
      try Scene(
        slots: 2, policy: .batch,
        [
          ("1", .waiting(.ready), claims(writes: ["a"])), ("2", .waiting(.ready), claims(writes: ["a"])),
          ("3", .waiting(.ready), free), ("4", .waiting(.ready), free),
        ]))
    #expect(decisions.starts == ["1", "3"])
    #expect(decisions.reasons == ["2": "waits for write lock \"a\" held by 1", "4": "waits for a free slot"])
  }

  @Test func noBatchStartsBesideAnother() throws {
    var scene = try Scene(
      policy: .batch,
      [("1", .landing, free), ("2", .holding, free), ("3", .resuming, free), ("4", .waiting(.ready), free)])
    #expect(decide(scene).starts == ["3"])
    #expect(decide(scene).reasons == ["4": "waits for the batch of 1, 2, 3"])
    for name in ["1", "2", "3"] { try scene.set(name, .done) }
    #expect(decide(scene).starts == ["4"])
  }
}
