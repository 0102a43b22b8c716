extension Character {
  /// The columns of a terminal that the character takes: 2 for East Asian wide ones and pictures, 0 for marks that
  /// stand on what is before them.
  ///
  /// The ranges are those of Unicode 15's EastAsianWidth.txt (W and F), gaps inside a block counted as wide.
  var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    // A variation selector asks for the coloured picture of a character that is narrow otherwise.
    if unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide(first) ? 2 : 1
    }
  }
}

private func isWide(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.properties.isEmojiPresentation { return true }
  return switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18DFF, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD:
    true
  default: false
  }
}

extension String {
  /// The columns of a terminal that the text takes.
  var columns: Int { utf8.count == unicodeScalars.count ? utf8.count : reduce(0) { $0 + $1.columns } }

  /// The text, cut where it would take more than `width` columns; `…` then stands at its end.
  func cut(toColumns width: Int) -> String {
    if columns <= width { return self }
    var kept = ""
    var used = 1
    for character in self {
      used += character.columns
      if used > width { break }
      kept.append(character)
    }
    return width > 0 ? kept + "…" : ""
  }

  /// The text with spaces behind it, `width` columns in all; longer text stays as it is.
  func padded(toColumns width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columns))
  }

  /// The text with spaces before it.
  func aligned(rightIn width: Int) -> String { String(repeating: " ", count: max(0, width - columns)) + self }
}
