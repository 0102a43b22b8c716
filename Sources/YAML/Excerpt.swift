/// The line of a diagnostic, cut in two at its column. Long lines keep what stands near the column.
package struct Excerpt: Hashable, Sendable, Codable {
  package let before: String
  package let after: String

  init(before: ArraySlice<UInt8>, after: ArraySlice<UInt8>) {
    let near = before.suffix(Self.reach), next = after.prefix(Self.reach)
    let head = near.drop { near.count < before.count && !startsScalar($0) }
    let tail = next.count < after.count ? next.dropLast(incompleteTail(next)) : next
    self.before = (head.count < before.count ? "…" : "") + visible(String(decoding: head, as: UTF8.self))
    self.after = visible(String(decoding: tail, as: UTF8.self)) + (tail.count < after.count ? "…" : "")
  }

  /// Bytes kept on each side of the column: together about two lines of a terminal.
  private static let reach = 100

  /// The line, with what could steer a terminal replaced.
  package var line: String { before + after }

  /// What puts a caret under the column: tabs stay tabs, wide characters take two cells.
  package var indentation: String {
    before.map { $0 == "\t" ? "\t" : String(repeating: " ", count: cells($0)) }.joined()
  }
}

/// Bytes at the end that belong to a scalar cut off there.
private func incompleteTail(_ bytes: ArraySlice<UInt8>) -> Int {
  guard let start = bytes.lastIndex(where: startsScalar) else { return bytes.count }
  return bytes[start] < 0x80 ? 0 : bytes.endIndex - start
}

/// Replaces everything that could move a cursor, change a colour or turn the reading direction.
package func visible(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    result.append(scalar == "\t" || !isSteering(scalar) ? scalar : "\u{FFFD}")
  }
  return String(result)
}

private func isSteering(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
  default: false
  }
}

/// How many cells of a terminal a character takes.
private func cells(_ character: Character) -> Int {
  if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
  return character.unicodeScalars.map(cells).max() ?? 0
}

private func cells(_ scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  if scalar.properties.isEmojiPresentation { return 2 }
  return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// The wide and full-width blocks of Unicode's EastAsianWidth table that hold text.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
  0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
  0x20000...0x3FFFD,
]
