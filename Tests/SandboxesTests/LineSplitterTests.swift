import Testing

@testable import Sandboxes

struct LineSplitterTests {
  @Test(
    arguments: [
      ([""], []),
      (["a\nb\n"], ["a", "b"]),
      (["a\nb"], ["a", "b"]),
      (["a", "b\nc", "\n"], ["ab", "c"]),
      (["a\r", "\nb\r\n"], ["a", "b"]),
      (["\n\n"], ["", ""]),
      (["123456", "789\nx"], ["12345678", "x"]),
      (["12345678\n1\n"], ["12345678", "1"]),
    ] as [([String], [String])])
  func splits(buffers: [String], lines: [String]) {
    var splitter = LineSplitter(limit: 8)
    let found = buffers.flatMap { splitter.split(Array($0.utf8)) } + [splitter.finish()].compactMap(\.self)
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == lines)
  }
}
