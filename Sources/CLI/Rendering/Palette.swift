import Orchestration

/// Colours, where they are wanted; else the text as it is.
struct Palette: Sendable {
  var isColored: Bool

  /// Select Graphic Rendition parameters (ECMA-48, 8.3.117).
  enum Style: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  func paint(_ text: String, _ style: Style?) -> String {
    guard isColored, let style, !text.isEmpty else { return text }
    return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }
}

extension TaskState {
  /// What a person should see first stands out; what waits steps back.
  var style: Palette.Style? {
    switch self {
    case .landed: .green
    case .failed, .needsReview: .red
    case .blocked, .conflicted, .rescoping, .retrying: .yellow
    case .preparing, .running, .snapshotted, .queued, .gating: .cyan
    case .pending, .waiting, .skipped: .dim
    }
  }
}
