import Testing
import YAML

@Suite struct JSONReaderTests {
  @Test(arguments: [
    (
      #"{"a": [1, -0.5e+3, true, null, "x"]}"#,
      #"{a@1:2=[1@1:8 -0.5e+3@1:11 true@1:20 null@1:26 "x"@1:32]@1:7}@1:1"#
    ),
    (#"{"k": "\ud83d\ude00 \u00e9"}"#, #"{k@1:2="😀 é"@1:7}@1:1"#),
    (#"["\"\\\/\b\f\n\r\t"]"#, "[\"\"\\/\u{8}\u{C}\n\r\t\"@1:2]@1:1"),
    ("{\r\n \"a\" : {},\r\n \"b\" : [ ]\r\n}", "{a@2:2={}@2:8 b@3:2=[]@3:8}@1:1"),
    ("{\"😀\": \"é\", \"b\": 1}", #"{😀@1:2="é"@1:7 b@1:12=1@1:17}@1:1"#),
    ("\"\u{7F}\u{2028}\"", "\"\u{7F}\u{2028}\"@1:1"),
    ("\u{FEFF} 0 ", "0@1:2"),
    (#"{"\u0061": 1, "b": "\u0000"}"#, "{a@1:2=1@1:12 b@1:15=\"\u{0}\"@1:20}@1:1"),
  ])
  func validTextsLoadUnderEitherName(text: String, expected: String) {
    #expect(outcome(text, file: "f.json") == expected)
    if !text.contains("\u{FEFF}") { #expect(outcome(text, file: "f.yaml") == expected) }
  }

  @Test(arguments: ["f.json", "f.yaml"])
  func aKeyMayBeLong(file: String) {
    let key = String(repeating: "k", count: 5000)
    #expect(outcome("{\"\(key)\": 1}", file: file) == "{\(key)@1:2=1@1:5006}@1:1")
  }

  @Test(arguments: [
    ("", "1:1: expected a value"),
    ("{", "1:2: expected a key in double quotes"),
    ("{\"a\" 1}", "1:6: expected `:` after the key"),
    ("{\"a\": 1,}", "1:9: expected a key in double quotes"),
    ("[1,]", "1:4: expected a value"),
    ("[1 2]", "1:4: expected `,` or `]`"),
    ("{\"a\": 1 \"b\": 2}", "1:9: expected `,` or `}`"),
    ("{\"a\": nul}", "1:7: expected a value"),
    ("[01]", "1:2: expected a value"), ("[+1]", "1:2: expected a value"), ("[.5]", "1:2: expected a value"),
    ("[1.]", "1:2: expected a value"), ("[1e]", "1:2: expected a value"), ("[-]", "1:2: expected a value"),
    ("[NaN]", "1:2: expected a value"),
    ("// x\n1", "1:1: expected a value"),
    ("1 2", "1:3: expected the end of the file"),
    ("\"a\nb\"", "1:3: a control character must be escaped in a string"),
    ("\"abc", "1:5: the string does not end"),
    (#""\"#, "1:3: the string does not end"),
    (#""é\x""#, "1:3: unknown escape"),
    (#""\u12g4""#, "1:2: `\\u` takes four hexadecimal digits"),
    (#""\ud83d""#, "1:2: half of a surrogate pair is no character"),
    (#""\ude00\ud83d""#, "1:2: half of a surrogate pair is no character"),
    (#""\ud83d\u0041""#, "1:2: half of a surrogate pair is no character"),
    ("{\"a\": 1,\n \"a\": 2}", "2:2: `a` stands here again; it is already in line 1"),
    ("{'a': 1}", "1:2: expected a key in double quotes"),
  ])
  func whatIsNotJSONIsRefused(text: String, expected: String) {
    #expect(outcome(text, file: "f.json") == expected)
  }
}
