import Testing
import YAML

@Suite struct DiagnosticTests {
  private func rendered(_ text: String, line: Int, column: Int, hint: String? = nil) -> String {
    Source(file: "f", text: text).error(at: Mark(line: line, column: column), "no", hint: hint).description
  }

  @Test func theCaretStandsUnderTheColumn() {
    #expect(rendered("a: 1\nbc: 2\n", line: 2, column: 5) == "f:2:5: error: no\nbc: 2\n    ^")
    #expect(
      rendered("a: 1", line: 1, column: 1, hint: "do that") == "f:1:1: error: no\na: 1\n^\nhint: do that")
  }

  @Test(arguments: [
    ("\ta: x", 5, "\ta: x\n\t   ^"),
    ("日本: x", 5, "日本: x\n      ^"),
    ("e\u{301}: x", 5, "e\u{301}: x\n   ^"),
    ("👨\u{200D}👩\u{200D}👧: x", 8, "👨\u{200D}👩\u{200D}👧: x\n    ^"),
    ("🇩🇪: x", 5, "🇩🇪: x\n    ^"),
    ("☀\u{FE0F}: x", 5, "☀\u{FE0F}: x\n    ^"),
    ("ｆｕ: x", 5, "ｆｕ: x\n      ^"),
    ("a\u{1B}[31m\u{202E}: x", 10, "a\u{FFFD}[31m\u{FFFD}: x\n         ^"),
    ("a: x", 99, "a: x\n    ^"),
  ])
  func cellsAreCountedNotBytes(text: String, column: Int, expected: String) {
    #expect(rendered(text, line: 1, column: column) == "f:1:\(column): error: no\n\(expected)")
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func linesEndInAnyWay(end: String) {
    #expect(rendered("a\(end)bc\(end)d", line: 2, column: 2) == "f:2:2: error: no\nbc\n ^")
    #expect(rendered("a\(end)", line: 2, column: 1) == "f:2:1: error: no\n\n^")
  }

  @Test func aLongLineIsCutAroundTheColumn() {
    let text = String(repeating: "é", count: 5000) + "X" + String(repeating: "ü", count: 5000)
    let line = "…" + String(repeating: "é", count: 50) + "X" + String(repeating: "ü", count: 49) + "…"
    let caret = String(repeating: " ", count: 51) + "^"
    #expect(rendered(text, line: 1, column: 5001) == "f:1:5001: error: no\n\(line)\n\(caret)")
  }

  @Test func namesAndMessagesCannotSteerATerminal() {
    let diagnostic = Diagnostic(
      severity: .warning, file: "a\u{1B}]0;x\u{7}\nb", message: "\u{9B}2J", hint: "\r")
    #expect(
      diagnostic.description
        == "a\u{FFFD}]0;x\u{FFFD}\u{FFFD}b:1:1: warning: \u{FFFD}2J\nhint: \u{FFFD}")
  }

  @Test func diagnosticsComeInTheOrderOfTheText() {
    let source = Source(file: "b", text: "x\ny")
    let late = source.error(at: Mark(line: 2, column: 1), "late")
    let early = source.error(at: .start, "early")
    let other = Source(file: "a", text: "z").error(at: Mark(line: 9, column: 9), "other")
    #expect(Diagnostics([late, other, early]).all.map(\.message) == ["other", "early", "late"])
  }
}
