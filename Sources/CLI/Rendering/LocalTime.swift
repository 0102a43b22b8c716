import Glibc
import Orchestration

/// Instants as the clock on the wall shows them.
struct LocalTime: Sendable {
  private let secondsFromUTC: @Sendable (Timestamp) -> Int

  /// The time zone of whoever started us.
  static let here = LocalTime { instant in
    var time = time_t(instant.seconds)
    var parts = unsafe tm()
    return unsafe localtime_r(&time, &parts) == nil ? 0 : parts.tm_gmtoff
  }

  static let utc = LocalTime { _ in 0 }

  init(secondsFromUTC: @escaping @Sendable (Timestamp) -> Int) { self.secondsFromUTC = secondsFromUTC }

  /// `12:04:05`
  func clock(_ instant: Timestamp) -> String { String(text(instant).dropFirst(11).prefix(8)) }

  /// `2026-11-23 12:04`
  func minute(_ instant: Timestamp) -> String {
    let text = text(instant)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }

  /// How long something took, in the two largest units: `1d02h`, `2h05m`, `3m07s`, `8s`.
  static func span(_ seconds: Double) -> String {
    let whole = Int(max(0, seconds))
    let (days, hours, minutes) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60)
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if days > 0 { return "\(days)d\(padded(hours))h" }
    if hours > 0 { return "\(hours)h\(padded(minutes))m" }
    if minutes > 0 { return "\(minutes)m\(padded(whole % 60))s" }
    return "\(whole)s"
  }

  private func text(_ instant: Timestamp) -> String {
    instant.advanced(bySeconds: Double(secondsFromUTC(instant))).description
  }
}
