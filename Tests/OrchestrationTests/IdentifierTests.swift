import Testing

@testable import Orchestration

@Suite struct IdentifierTests {
  @Test(arguments: ["1", "001", "a", "fix-login-2", "0-", String(repeating: "x", count: 63)])
  func taskIDsThatNameFoldersAndRefs(_ text: String) {
    #expect(TaskID(text)?.description == text)
  }

  @Test(arguments: [
    "", "-1", "A", "a_b", "a b", "a/b", "..", "é", "a.lock", String(repeating: "x", count: 64),
  ])
  func refusesOtherTaskIDs(_ text: String) {
    #expect(TaskID(text) == nil)
  }

  @Test func numbersInIDsOrderByValue() {
    let sorted = ["2", "9", "10", "100", "a", "a-1", "a1", "a2", "a2-b", "a10", "b"]
    #expect(sorted.shuffled().compactMap { TaskID($0) }.sorted().map(\.description) == sorted)
  }

  @Test func idsOfEqualValueStillHaveOneOrder() {
    let sorted = ["0", "00", "1", "01", "001", "001-a", "1-b", "1a01", "01a1"].compactMap { TaskID($0) }
      .sorted()
    for (index, left) in sorted.enumerated() {
      for right in sorted[(index + 1)...] {
        #expect(left < right && !(right < left), "\(left) \(right)")
      }
    }
  }

  @Test func numbersLongerThanAnyIntegerOrderByValue() {
    let long = String(repeating: "9", count: 40)
    #expect([TaskID("1" + long), TaskID(long)].compactMap { $0 }.sorted().first == TaskID(long))
  }

  @Test func runIDSaysWhenItStarted() {
    let instant = Timestamp(milliseconds: 1_795_406_706_789)
    #expect(RunID(startingAt: instant, suffix: 0x0a1).description == "20261123-040506-00a1")
    #expect(RunID("20261123-040506-00a1") != nil)
  }

  @Test(arguments: [
    "", "20261123-040506", "2026112a-040506-00a1", "20261123-040506-00A1", "20261123-04050-00a11",
  ])
  func refusesOtherRunIDs(_ text: String) {
    #expect(RunID(text) == nil)
  }
}
