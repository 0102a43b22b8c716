import Testing

@testable import Sandboxes

struct WatchdogTests {
  private func moment(_ working: Int, asleep: Int = 0) -> Watchdog.Moment {
    Watchdog.Moment(working: .seconds(working), real: .seconds(working + asleep))
  }

  private func watchdog(timeout: Int?, stall: Int?) -> Watchdog {
    Watchdog(
      CommandLimits(timeout: timeout.map { .seconds($0) }, stall: stall.map { .seconds($0) }),
      at: moment(100))
  }

  @Test func waitsForTheNearerLimit() {
    var both = watchdog(timeout: 60, stall: 10)
    #expect(both.verdict(at: moment(104)) == .wait(.seconds(6)))
    both.sawOutput(at: moment(155))
    #expect(both.verdict(at: moment(156)) == .wait(.seconds(4)))
    var neither = watchdog(timeout: nil, stall: nil)
    #expect(neither.verdict(at: moment(10_000_000)) == .wait(.seconds(3600)))
  }

  @Test func endsAtTheLimit() {
    var both = watchdog(timeout: 60, stall: 10)
    #expect(both.verdict(at: moment(110)) == .stalled)
    both.sawOutput(at: moment(159))
    #expect(both.verdict(at: moment(160)) == .timedOut)
  }

  @Test func sleepCountsForNeitherAndRestartsTheSilence() {
    var both = watchdog(timeout: 60, stall: 10)
    #expect(both.verdict(at: moment(109, asleep: 5000)) == .wait(.seconds(10)))
    #expect(both.verdict(at: moment(118, asleep: 5000)) == .wait(.seconds(1)))
    #expect(both.verdict(at: moment(119, asleep: 5000)) == .stalled)
    both.sawOutput(at: moment(159, asleep: 5000))
    #expect(both.verdict(at: moment(160, asleep: 9000)) == .timedOut)
  }
}
