/// Something to mend in a text that a person wrote, and the very place of it.
package struct Diagnostic: Hashable, Sendable, Codable, CustomStringConvertible {
  package enum Severity: String, Hashable, Sendable, Codable {
    case error, warning
  }

  package let severity: Severity
  package let file: String
  package let mark: Mark
  package let message: String
  /// What to do about it.
  package let hint: String?
  /// Nil where there is no text to show, as for a missing file.
  package let excerpt: Excerpt?

  package init(
    severity: Severity, file: String, mark: Mark = .start, message: String, hint: String? = nil
  ) {
    self.init(severity: severity, file: file, mark: mark, message: message, hint: hint, excerpt: nil)
  }

  init(
    severity: Severity, file: String, mark: Mark, message: String, hint: String?, excerpt: Excerpt?
  ) {
    self.severity = severity
    self.file = file
    self.mark = mark
    self.message = message
    self.hint = hint
    self.excerpt = excerpt
  }

  /// `file:line:column: error: message`, the line, a caret under the column, and the hint; no newline at the end.
  /// Safe to print: whatever could steer a terminal is replaced.
  package var description: String {
    var lines = [visible("\(file):\(mark): \(severity): \(message)")]
    if let excerpt {
      lines.append(excerpt.line)
      lines.append(excerpt.indentation + "^")
    }
    if let hint { lines.append(visible("hint: \(hint)")) }
    return lines.joined(separator: "\n")
  }
}

/// Everything that is wrong with some texts, all at once; never empty.
package struct Diagnostics: Error, Hashable, Sendable, CustomStringConvertible {
  /// By file, then by place.
  package let all: [Diagnostic]

  package init(_ all: [Diagnostic]) {
    self.all = all.sorted { ($0.file, $0.mark) < ($1.file, $1.mark) }
  }

  package var description: String { all.map(\.description).joined(separator: "\n") }
}
