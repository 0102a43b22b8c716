/// How long a service asks to wait, where it says so in words: `try again in 2 days 3 hours 11.5s`.
enum WaitPhrase {
  private static let beginning = "try again in "

  /// Nil where the text says nothing of the kind. Expects lower case.
  static func seconds(in text: String) -> Double? {
    guard let start = text.ranges(of: beginning).first?.upperBound else { return nil }
    var rest = text[start...]
    var total: Double?
    while let (amount, unit) = part(&rest), let factor = factor(of: unit) {
      total = (total ?? 0) + amount * factor
    }
    return total
  }

  private static func part(_ rest: inout Substring) -> (Double, Substring)? {
    rest = rest.drop { " ,".contains($0) }
    if rest.hasPrefix("and ") { rest = rest.dropFirst(4) }
    let number = rest.prefix { $0.isNumber || $0 == "." }
    guard let amount = Double(number) else { return nil }
    rest = rest[number.endIndex...].drop { $0 == " " }
    let unit = rest.prefix { $0.isLetter }
    rest = rest[unit.endIndex...]
    return (amount, unit)
  }

  private static func factor(of unit: Substring) -> Double? {
    if unit == "ms" || unit.hasPrefix("milli") { return 0.001 }
    switch unit.first {
    case "s": return 1
    case "m": return 60
    case "h": return 3600
    case "d": return 86_400
    default: return nil
    }
  }
}
