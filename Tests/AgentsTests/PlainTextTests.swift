import Testing

@testable import Agents

struct PlainTextTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("  both ends\t ", "both ends"),
    ("a\tb", "a b"),
    ("\u{1B}[1;31mred\u{1B}[0m", "red"),
    ("\u{9B}31mred", "red"),
    ("\u{1B}]0;title\u{07}text", "text"),
    ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
    ("\u{1B}P1$r0m\u{1B}\\text", "text"),
    ("\u{1B}(Btext\u{1B}7\u{1B}=", "text"),
    ("\u{1B}]never ends", ""),
    ("bell\u{07} null\u{0} delete\u{7F} next\u{85}", "bell null delete next"),
    ("a\u{202E}b\u{2066}c\u{200F}d", "abcd"),
    ("two\rlines\u{2028}three", "twolinesthree"),
    ("grüße 👩‍👩‍👧 ok", "grüße 👩‍👩‍👧 ok"),
    ("", ""),
  ])
  func cleans(text: String, clean: String) {
    #expect(PlainText.clean(text.utf8) == clean)
  }

  @Test func makesTextOfAnyBytes() {
    #expect(PlainText.clean([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
  }

  @Test func isBounded() {
    let text = String(repeating: "x", count: 11)
    #expect(PlainText.clean(text.utf8, limit: 11) == text)
    #expect(PlainText.clean(text.utf8, limit: 10) == "xxxxxxxxx…")
  }

  @Test func leavesNoEscapeInAnyPartOfASequence() {
    let text = "a\u{1B}[38;5;1mb\u{1B}]0;t\u{07}c\u{1B}Pq\u{1B}\\d\u{1B}(0e\u{9D}x\u{9C}f"
    let bytes = Array(text.utf8)
    for start in bytes.indices {
      for end in start...bytes.endIndex {
        let clean = PlainText.clean(bytes[start..<end])
        #expect(clean.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
      }
    }
  }
}
