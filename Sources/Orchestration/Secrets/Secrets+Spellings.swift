extension Secrets {
  /// Every way in which a value is looked for: as it is, as JSON has it (also within JSON within JSON), in base64 at
  /// each of the three places where it can begin in a longer text, and the lines of a key of many lines.
  var spellings: Set<[UInt8]> {
    var all = values
    for value in values {
      all.formUnion(Self.keyLines(value))
      all.formUnion((0..<3).flatMap { Self.base64(value, behind: $0) })
      all.insert(Self.wrapped(Self.base64Text(value)))
    }
    for spelling in all {
      let once = Self.escaped(spelling)
      all.insert(once)
      all.insert(Self.escaped(once))
    }
    return all.filter { $0.count >= Self.shortest }
  }

  /// Programs print keys line by line, indented or quoted.
  private static func keyLines(_ value: [UInt8]) -> [[UInt8]] {
    value.split(separator: UInt8(ascii: "\n")).map { line in line.filter { $0 > 0x20 } }
      .filter { line in line.count >= 32 && line.allSatisfy { alphabet.contains($0) || $0 == padding } }
  }

  /// As it stands between quotes in JSON.
  private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): Array("\\n".utf8)
      case UInt8(ascii: "\r"): Array("\\r".utf8)
      case UInt8(ascii: "\t"): Array("\\t".utf8)
      default: [byte]
      }
    }
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// The characters that the value alone decides when `offset` other bytes stand before it in their group of
  /// three, in the usual alphabet and in that of addresses.
  private static func base64(_ value: [UInt8], behind offset: Int) -> [[UInt8]] {
    let all = base64Text([UInt8](repeating: 0, count: offset) + value).filter { $0 != padding }
    let decided = (offset + value.count) * 8 / 6
    let text = Array(all[(offset * 8 + 5) / 6..<min(decided, all.count)])
    let address = text.map { byte in
      byte == UInt8(ascii: "+") ? UInt8(ascii: "-") : byte == UInt8(ascii: "/") ? UInt8(ascii: "_") : byte
    }
    return [text, address]
  }

  private static func base64Text(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for position in 0..<4 {
        let isUsed = position <= group.count
        text.append(isUsed ? alphabet[Int(bits >> UInt32(18 - 6 * position) & 63)] : padding)
      }
    }
    return text
  }

  /// As `base64` prints what is longer than a line.
  private static func wrapped(_ text: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    for start in stride(from: 0, to: text.count, by: 76) {
      lines += (start == 0 ? [] : [UInt8(ascii: "\n")]) + text[start..<min(start + 76, text.count)]
    }
    return lines
  }
}
