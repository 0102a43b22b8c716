import Testing

@testable import Orchestration

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"),
      (951_782_399_999, "2000-02-28T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (951_868_800_000, "2000-03-01T00:00:00.000Z"),
      (1_709_164_800_001, "2024-02-29T00:00:00.001Z"),
      (1_735_689_599_000, "2024-12-31T23:59:59.000Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
      (-1, "1969-12-31T23:59:59.999Z"),
      (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func knownInstants(_ milliseconds: Int64, _ text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
    #expect(Timestamp(text) == Timestamp(milliseconds: milliseconds))
  }

  @Test func everyDayOfFourCenturiesRoundTrips() {
    var previous = ""
    for day in Int64(0)..<146_097 {
      let instant = Timestamp(milliseconds: day * 86_400_000 + 12_345_678)
      #expect(Timestamp(instant.description) == instant)
      #expect(previous < instant.description)
      previous = instant.description
    }
    #expect(previous == "2369-12-31T03:25:45.678Z")
  }

  @Test(arguments: [
    "", "Z", "2023-02-29T00:00:00.000Z", "2100-02-29T00:00:00.000Z", "2024-13-01T00:00:00.000Z",
    "2024-00-01T00:00:00.000Z", "2024-01-01T24:00:00.000Z", "2024-01-01T00:60:00.000Z",
    "2024-01-01T00:00:60.000Z", "2024-01-01T00:00:00.000", "2024-01-01 00:00:00.000Z",
    "2024-01-01T00:00:00.0000Z", "2024-01-01T00:00:00+00:00", "+024-01-01T00:00:00.000Z",
    "99999999999-1-1T1:1:1.1Z",
  ])
  func refusesWhatItWouldNotWrite(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func distancesAreInSeconds() {
    let start = Timestamp(milliseconds: 1_000)
    #expect(start.advanced(bySeconds: 1.5) == Timestamp(milliseconds: 2_500))
    #expect(start.advanced(bySeconds: 1.5).seconds(since: start) == 1.5)
  }
}
