import Testing

@testable import Orchestration

@Suite struct GlobPathspecsTests {
  @Test(
    arguments: [
      ("docs/plans/*.md", ["docs/plans/*.md"]), ("docs/", ["docs/**/*"]), ("**/a?", ["**/a?"]),
      ("{a,b/c}/d", ["a/d", "b/c/d"]), ("[!a-c]x", ["?x"]), ("a\\*\\[\\x", ["a\\*\\[x"]), ("é ", ["é "]),
    ] as [(String, [String])])
  func asGitWritesThem(_ pattern: String, _ expected: [String]) throws {
    #expect(try glob(pattern).pathspecs == expected.map { ":(top,glob)" + $0 })
  }

  @Test(arguments: ["a\nb", "{a,b\n}", "a\0"])
  func noneThatIsNoLine(_ pattern: String) throws { #expect(try glob(pattern).pathspecs == nil) }
}
