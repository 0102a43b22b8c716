/// Patterns by their first two bytes, so that most places of a text cost one look.
struct PatternTable: Sendable {
  enum Match: Sendable {
    case none
    case open
    case found(SecretPattern, Int)
  }

  /// By the first two bytes, the longest head first.
  private var patterns: [UInt16: [SecretPattern]] = [:]
  private var begins = [Bool](repeating: false, count: 1 << 8)
  private var isPair = [Bool](repeating: false, count: 1 << 16)

  init(_ all: [SecretPattern]) {
    for pattern in all.sorted(by: { $0.head.count > $1.head.count }) where pattern.head.count > 1 {
      let pair = Self.pair(pattern.head[0], pattern.head[1])
      patterns[pair, default: []].append(pattern)
      begins[Int(pattern.head[0])] = true
      isPair[Int(pair)] = true
    }
  }

  /// What begins at a place; the longest head wins.
  ///
  /// - Parameter before: the bytes that came before the first of `bytes`.
  func match(_ bytes: [UInt8], at position: Int, before: [UInt8], isEnd: Bool) -> Match {
    let first = bytes[position]
    guard begins[Int(first)] else { return .none }
    guard position + 1 < bytes.count else { return isEnd ? .none : .open }
    let pair = Self.pair(first, bytes[position + 1])
    guard isPair[Int(pair)], let candidates = patterns[pair] else { return .none }
    var best = Match.none
    for pattern in candidates {
      if pattern.isShape, !beginsWord(bytes, at: position, before: before) { continue }
      switch pattern.match(bytes, at: position, isEnd: isEnd) {
      case .none: continue
      case .open: return .open
      case .found(let length): if case .none = best { best = .found(pattern, length) }
      }
    }
    return best
  }

  /// After anything but a letter, a digit or `_`, and after an escape like `\n`.
  private func beginsWord(_ bytes: [UInt8], at position: Int, before: [UInt8]) -> Bool {
    func previous(_ distance: Int) -> UInt8? {
      let index = position - distance
      if index >= 0 { return bytes[index] }
      return before.count + index >= 0 ? before[before.count + index] : nil
    }
    guard let last = previous(1), ByteClass.name.contains(last) else { return true }
    return previous(2) == UInt8(ascii: "\\") && "nrtbf".utf8.contains(last)
  }

  private static func pair(_ first: UInt8, _ second: UInt8) -> UInt16 { UInt16(first) << 8 | UInt16(second) }
}
