import Testing

@testable import Orchestration

@Suite struct GlobTests {
  @Test(
    arguments: [
      ("src/**", ["src/a", "src/a/b/c", "src/.hidden"], ["src", "srcs/a", "a/src/b"]),
      ("src/", ["src/a", "src/a/b"], ["src"]),
      ("**", ["a", "a/b/c"], []),
      ("**/test", ["test", "a/test", "a/b/test"], ["tests", "test/a"]),
      ("**/tests/**", ["tests/a", "a/tests/b/c"], ["tests", "a/tests"]),
      ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a", "b", "a/x", "a/b/c"]),
      ("*.swift", ["a.swift", ".swift"], ["a/b.swift", "a.swifty"]),
      ("a*b*c", ["abc", "axxbyyc", "abcbc"], ["ab", "acb", "abcd"]),
      ("file?", ["file1", "file-"], ["file", "file12", "file/"]),
      ("[a-c][!x^]", ["ay", "cb"], ["dx", "ax", "a^", "a", "abc"]),
      ("[]x]", ["]", "x"], ["a"]),
      ("[a-]", ["a", "-"], ["b"]),
      ("{a,b/c}/d", ["a/d", "b/c/d"], ["b/d", "c/d"]),
      ("x{,y{1,2}}", ["x", "xy1", "xy2"], ["xy", "y1"]),
      ("\\*\\?", ["*?"], ["ab"]),
      (".env*", [".env", ".env.local"], ["a/.env"]),
    ] as [(String, [String], [String])])
  func matching(_ pattern: String, _ hits: [String], _ misses: [String]) throws {
    let pattern = try glob(pattern)
    for path in hits { #expect(pattern.matches(RepositoryPath(path)), "\(pattern) should match \(path)") }
    for path in misses {
      #expect(!pattern.matches(RepositoryPath(path)), "\(pattern) should not match \(path)")
    }
  }

  @Test(arguments: ["", "/a", "a//b", "./a", "a/../b", "..", "[a", "[]", "{a", "a}", "a\\", "[z-a]"])
  func refusedPatterns(_ pattern: String) {
    #expect(Glob(pattern) == nil)
  }

  @Test func atMost64Alternatives() {
    #expect(Glob(String(repeating: "{a,b}", count: 6)) != nil)
    #expect(Glob(String(repeating: "{a,b}", count: 7)) == nil)
  }

  @Test func matchesBytesThatAreNoText() throws {
    #expect(try glob("a?").matches(RepositoryPath(bytes: [0x61, 0xFF])))
    #expect(try glob("a/*").matches(RepositoryPath(bytes: [0x61, 0x2F, 0xFF, 0xFE])))
  }

  @Test func twoSpellingsOfOneLetterAreTwoPatterns() throws {
    #expect(try glob("\u{E9}") != glob("e\u{301}"))
  }

  @Test(arguments: [
    ("src/**", "src/**", true), ("**", "**", true), ("src/**", "src", false), ("src/**", "src/*/x", true),
    ("src/**/a", "src/b", false), ("**/a", "b/**", true), ("*.swift", "*.md", false), ("a*", "*b", true),
    ("{a,b}/**", "{b,c}/**", true), ("{a,b}/**", "{c,d}/**", false), ("[ab]", "[c]", true),
    ("[ab]", "c", false),
    ("**/tests/**", "src/**", true),
  ])
  func overlapping(_ left: String, _ right: String, _ expected: Bool) throws {
    #expect(try glob(left).overlaps(glob(right)) == expected)
    #expect(try glob(right).overlaps(glob(left)) == expected)
  }

  @Test(
    arguments: [
      ("src/a.swift", ["src/**"], true), ("src/**", ["src/**"], true), ("src/**", ["src/*"], false),
      ("src/*", ["src/**"], true), ("src", ["src/**"], false), ("src/**", ["**"], true),
      ("**", ["src/**"], false),
      ("src/foo*.swift", ["**/*.swift"], true), ("**/a", ["src/**"], false), ("a?c", ["a*"], true),
      ("a*", ["a?"], false), ("[ab]", ["?"], true), ("[ab]", ["[ab]"], true), ("[abc]", ["[ab]"], false),
      ("{a,b}/**", ["a/**", "b/**"], true), ("{a,b}/**", ["a/**"], false), ("a", [], false),
    ] as [(String, [String], Bool)])
  func covered(_ inner: String, _ outers: [String], _ expected: Bool) throws {
    #expect(try glob(inner).isCovered(byAny: outers.map(glob)) == expected)
  }

  @Test(arguments: [
    ("a/b", true), ("a/*", false), ("a/[b]", false), ("{a,b}", false), ("a/\\*", true), ("a/", false),
  ])
  func literal(_ pattern: String, _ expected: Bool) throws {
    #expect(try glob(pattern).isLiteral == expected)
  }
}
