import FoundationEssentials
import Testing

@testable import Orchestration

@Suite struct WaitReasonTests {
  @Test(
    arguments: [
      (.paused, "waits: the run is paused"), (.unverifiedTip, "waits for the doctor on the tip"),
      (.until(Timestamp(milliseconds: 0)), "waits until 1970-01-01T00:00:00.000Z"),
    ] as [(WaitReason, String)])
  func reads(_ reason: WaitReason, _ text: String) {
    #expect(reason.description == text)
  }

  @Test func aLockOnEverythingHasNoName() throws {
    let reason = WaitReason.lock(resource: nil, held: .write, by: try id("001"))
    #expect(reason.description == "waits for write lock on everything held by 001")
  }

  @Test func survivesTheJournal() throws {
    let one = try id("001")
    let reasons: [WaitReason] = [
      .dependencies(on: [one]), .lock(resource: .other, held: .read, by: one),
      .lock(resource: nil, held: .write, by: one),
      .reservation(for: one), .access(for: one), .slot, .keptSlot(for: one), .batch(of: [one]),
      .disk(minimumGigabytes: 2),
      .paused, .unverifiedTip,
      .agent("codex"), .until(Timestamp(milliseconds: 7)),
    ]
    let json = try JSONEncoder().encode(reasons)
    #expect(try JSONDecoder().decode([WaitReason].self, from: json) == reasons)
  }
}
