/// Lines on a terminal that are drawn again in their place. The cursor always rests below them, so that a
/// program that dies leaves a usable terminal behind.
struct LiveTable {
  private var drawn: [String] = []

  /// What to send to the terminal so that it shows `lines` in place of the last ones.
  ///
  /// - Parameter size: of the terminal now: in one that became narrower, old lines take more rows than before.
  mutating func redraw(_ lines: [String], size: TerminalSize) -> String {
    defer { drawn = lines }
    return up(size) + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"
  }

  /// What to send so that the last lines are gone and others can be printed in their place.
  mutating func erase(size: TerminalSize) -> String {
    defer { drawn = [] }
    return drawn.isEmpty ? "" : up(size) + "\u{1B}[J"
  }

  private func up(_ size: TerminalSize) -> String {
    var rows = 0
    for line in drawn {
      rows += max(1, (line.withoutStyles.columns + size.columns - 1) / max(1, size.columns))
    }
    // What has left the screen at its top cannot be reached any more.
    let reachable = min(rows, max(0, size.rows - 1))
    return "\r" + (reachable > 0 ? "\u{1B}[\(reachable)A" : "")
  }
}

extension String {
  /// The text without the colours that `Palette` put in.
  fileprivate var withoutStyles: String {
    var text = ""
    var isInside = false
    for character in self {
      if character == "\u{1B}" { isInside = true }
      if !isInside { text.append(character) }
      if character == "m" { isInside = false }
    }
    return text
  }
}
