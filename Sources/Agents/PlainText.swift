import Orchestration

/// Text of a program that nobody trusts, made fit for a terminal, a journal and a page: escape sequences and control
/// characters are taken out, the order of its characters cannot be turned round, and its length is bounded.
package enum PlainText {
  /// One line of at most `limit` characters, without white space at its ends; a tab becomes a space. Bytes that
  /// are not UTF-8 become U+FFFD.
  package static func clean(_ line: some Sequence<UInt8>, limit: Int = 2000) -> String {
    var kept = String.UnicodeScalarView()
    var escape = EscapeSequence.none
    for scalar in String(decoding: Array(line), as: UTF8.self).unicodeScalars {
      if escape.swallows(scalar) { continue }
      if scalar == "\t" { kept.append(" ") } else if isVisible(scalar) { kept.append(scalar) }
    }
    let text = String(kept).drop { $0 == " " }
    let end = text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex
    let trimmed = text[..<end]
    return trimmed.count > limit ? trimmed.prefix(limit - 1) + "…" : String(trimmed)
  }

  /// What an agent says, line by line.
  static func messages(_ text: String) -> [Event] {
    text.utf8.split(separator: UInt8(ascii: "\n")).map { clean($0) }.filter { !$0.isEmpty }
      .map { .agentMessage(AgentText(text: $0)) }
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: false
    // Bidirectional controls: they show one text and mean another.
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
    case 0x2028, 0x2029: false
    default: true
    }
  }
}

/// Where in an escape sequence (ECMA-48) a text stands.
private enum EscapeSequence {
  case none
  /// After ESC.
  case start
  /// In a sequence with parameters, which ends with a letter or one of `@[\]^_{|}~` and the backquote.
  case control
  /// In a string (title, link, device control), which ends with BEL or ESC `\`.
  case string
  case stringEnd

  mutating func swallows(_ scalar: Unicode.Scalar) -> Bool {
    switch (self, scalar.value) {
    case (.string, 0x07), (.string, 0x9C), (.stringEnd, _): self = .none
    case (.string, 0x1B): self = .stringEnd
    case (.string, _): break
    case (_, 0x1B): self = .start
    case (_, 0x9B): self = .control
    case (_, 0x90), (_, 0x98), (_, 0x9D), (_, 0x9E), (_, 0x9F): self = .string
    case (.start, UInt32(UInt8(ascii: "["))): self = .control
    case (.start, UInt32(UInt8(ascii: "]"))), (.start, UInt32(UInt8(ascii: "P"))),
      (.start, UInt32(UInt8(ascii: "X"))), (.start, UInt32(UInt8(ascii: "^"))),
      (.start, UInt32(UInt8(ascii: "_"))):
      self = .string
    // Between ESC and the last byte of a short sequence.
    case (.start, 0x20...0x2F): break
    case (.start, _): self = .none
    case (.control, 0x40...0x7E): self = .none
    case (.control, _): break
    case (.none, _): return false
    }
    return true
  }
}
