import Testing

@testable import Sandboxes

@Suite struct PortBlockTests {
  @Test(arguments: ["/work/a/.git", "/work/b/.git", "/"]) func slotsShareNoPortAndStayBelowLinuxsOwn(
    place: String
  ) {
    let bases = (0...PortBlock.gateSlot).map { PortBlock.base(slot: $0, repository: place) }
    #expect(Set(bases).count == bases.count)
    #expect(bases.allSatisfy { $0 >= 10_000 && $0 + 99 < 32_768 && $0 % 100 == 0 })
    #expect(bases == (0...PortBlock.gateSlot).map { PortBlock.base(slot: $0, repository: place) })
  }

  @Test func twoRepositoriesSeldomMeet() {
    let bases = (0..<100).map { PortBlock.base(slot: 0, repository: "/work/project-\($0)/.git") }
    #expect(Set(bases).count > 70)
  }
}
