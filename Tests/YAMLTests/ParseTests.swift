import Testing
import YAML

/// A node as one line: `"quoted"`, `plain`, `[…]`, `{key@line:column=…}`, each value with its place.
func outline(_ node: Node) -> String {
  let place = "@\(node.mark)"
  switch node.content {
  case .scalar(let scalar): return (scalar.isQuoted ? "\"\(scalar.text)\"" : scalar.text) + place
  case .sequence(let elements): return "[" + elements.map(outline).joined(separator: " ") + "]" + place
  case .mapping(let entries):
    return "{" + entries.map { "\($0.key)@\($0.mark)=\(outline($0.value))" }.joined(separator: " ") + "}"
      + place
  }
}

func outcome(_ bytes: [UInt8], file: String = "f.yaml") -> String {
  do {
    return outline(try parse(bytes, file: file).root)
  } catch {
    return error.all.map { "\($0.mark): \($0.message)" }.joined(separator: "; ")
  }
}

func outcome(_ text: String, file: String = "f.yaml") -> String { outcome(Array(text.utf8), file: file) }

@Suite struct ParseTests {
  @Test(arguments: [
    ("a: b", "{a@1:1=b@1:4}@1:1"),
    ("a: 'b'\nc: \"d\\te\"\n", "{a@1:1=\"b\"@1:4 c@2:1=\"d\te\"@2:4}@1:1"),
    ("- 1e5\n- on\n- 0o7\n- ~", "[1e5@1:3 on@2:3 0o7@3:3 ~@4:3]@1:1"),
    ("a:\n  b: [x, {y: z}]", "{a@1:1={b@2:3=[x@2:7 {y@2:11=z@2:14}@2:10]@2:6}@2:3}@1:1"),
    ("a: |\n  x\n  y\n", "{a@1:1=\"x\ny\n\"@1:4}@1:1"),
    ("ä: 🙂\nö: ü", "{ä@1:1=🙂@1:4 ö@2:1=ü@2:4}@1:1"),
    ("a: 1\r\nb: 2\r\n", "{a@1:1=1@1:4 b@2:1=2@2:4}@1:1"),
    ("\u{FEFF}a: 1", "{a@1:1=1@1:4}@1:1"),
    ("%YAML 1.1\n---\na: !!str 5\nb: !!int \"5\"", "{a@3:1=\"5\"@3:4 b@4:1=5@4:4}@3:1"),
    ("# only a comment\n", "@1:1"),
    ("", "@1:1"),
  ])
  func documentsBecomeNodesWithTheirPlaces(text: String, expected: String) {
    #expect(outcome(text) == expected)
  }

  @Test(arguments: [
    ("a: &x 1\nb: *x", "1:4: anchors are not supported; write the value out"),
    ("a: *x", "1:4: aliases are not supported; write the value out"),
    ("<<: *x", "1:5: aliases are not supported; write the value out"),
    ("a: !ruby/object x", "1:4: the tag `!ruby/object` is not supported here"),
    ("a: ! x", "1:4: the tag `!` is not supported here"),
    ("a: !!map [x]", "1:4: the tag `tag:yaml.org,2002:map` is not supported here"),
    ("a: !!binary eA==", "1:4: the tag `tag:yaml.org,2002:binary` is not supported here"),
    ("a: 1\n---\nb: 2", "2:1: a file holds one document; this begins a second one"),
    ("? [x]\n: y", "1:3: a key must be plain text"),
    (
      "a: 1\nb: 2\na: 3\nb: 4",
      "3:1: `a` stands here again; it is already in line 1; 4:1: `b` stands here again; it is already in line 2"
    ),
    ("a: \u{0}", "1:4: control characters are not allowed"),
    ("é: 'x\u{7}'", "1:6: control characters are not allowed"),
    ("a: [1", "1:6: while parsing a flow sequence, did not find expected ',' or ']'"),
    ("a:\n\tb: 1", "2:1: while scanning for the next token, found character that cannot start any token"),
    ("é: @x", "1:4: while scanning for the next token, found character that cannot start any token"),
    ("a: {b: c, b: d}", "1:11: `b` stands here again; it is already in line 1"),
  ])
  func refusalsNameTheirPlace(text: String, expected: String) {
    #expect(outcome(text) == expected)
  }

  @Test(
    arguments: [
      ([0x61, 0x3A, 0x20, 0xFF], "1:4"), ([0xC3, 0xA9, 0x0A, 0xC3, 0x28], "2:1"),
      ([0xED, 0xA0, 0x80], "1:1"),
      ([0xFF, 0xFE, 0x61, 0x00], "1:1"), ([0x61, 0xF0, 0x9F, 0x98], "1:2"), ([0xC0, 0x80], "1:1"),
    ] as [([UInt8], String)])
  func bytesThatAreNoTextAreRefused(bytes: [UInt8], place: String) {
    #expect(outcome(bytes) == "\(place): this is not valid UTF-8")
    #expect(outcome(bytes, file: "f.json") == "\(place): this is not valid UTF-8")
  }

  @Test func depthEndsAtTheLimit() {
    for file in ["f.yaml", "f.json"] {
      let text = String(repeating: "[", count: 32) + "1" + String(repeating: "]", count: 32)
      #expect(outcome(text, file: file).contains("1@1:33"))
      #expect(outcome("[\(text)]", file: file) == "1:33: nested deeper than 32 levels")
    }
    #expect(outcome(String(repeating: "- ", count: 5000) + "x").hasSuffix("nested deeper than 32 levels"))
    let open = String(repeating: "{\"a\":", count: 100_000)
    #expect(outcome(open, file: "f.json") == "1:161: nested deeper than 32 levels")
  }

  @Test func sizeEndsAtOneMebibyte() {
    let fits = "# " + String(repeating: "x", count: Limits.bytes - 2)
    #expect(outcome(fits) == "@1:1")
    #expect(outcome(fits + "x") == "1:1048577: the file is larger than 1 MiB")
    let lines = String(repeating: "#\n", count: Limits.bytes / 2 + 1)
    #expect(outcome(lines) == "524289:1: the file is larger than 1 MiB")
  }

  /// 308 bytes of this shape once became 269 MB.
  @Test func aBombDoesNotGoOff() {
    var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for (inner, outer) in zip("abcdefgh", "bcdefghi") {
      bomb += "\(outer): &\(outer) [" + Array(repeating: "*\(inner)", count: 9).joined(separator: ",") + "]\n"
    }
    #expect(outcome(bomb) == "1:4: anchors are not supported; write the value out")
  }

  @Test func manyRepeatedKeysAreCutShort() throws {
    let text = String(repeating: "a: 1\n", count: 5000)
    let error = try #require(throws: Diagnostics.self) { try parse(Array(text.utf8), file: "f.yaml") }
    #expect(error.all.count == 100)
  }
}
