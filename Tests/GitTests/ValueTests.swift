import TestSupport
import Testing

@testable import Git

struct ValueTests {
  @Test(arguments: [
    ("plain/name.txt", "plain/name.txt"), ("with space", "with space"), ("tab\there", #""tab\there""#),
    ("quote\"", #""quote\"""#), ("back\\slash", #""back\\slash""#), ("bell\u{7}", #""bell\a""#),
    ("é", #""\303\251""#), ("del\u{7f}", #""del\177""#), ("esc\u{1b}", #""esc\033""#),
  ])
  func pathsAreQuotedAsGitQuotesThem(path: String, shown: String) async throws {
    #expect(GitPath(path).display == shown)
    let fixture = try await GitFixture()
    try fixture.write(path, "x")
    #expect(try await fixture.git("ls-files", "--others") == shown)
  }

  @Test func bytesThatAreNoTextKeepTheirIdentity() {
    let path = GitPath(bytes: [0x61, 0xFF])
    #expect(path.display == #""a\377""#)
    #expect(path != GitPath("a\u{FFFD}"))
  }

  @Test(arguments: ["", "abc", String(repeating: "g", count: 40), String(repeating: "a", count: 41)])
  func onlyFortyHexadecimalDigitsAreAnID(text: String) {
    #expect(ObjectID(hex: text) == nil)
  }

  @Test func idsKeepTheirDigitsAndTheirOrder() throws {
    let digits = ["00000000000000000000000000000000000000ff", "0123456789abcdef0123456789abcdef01234567"]
    let ids = try digits.map { try ObjectID(hex: $0).orThrow() }
    #expect(ids.map(\.hex) == digits)
    #expect(ids[0] < ids[1])
  }

  @Test func blobsHashAsGitHashesThem() throws {
    #expect(try ObjectID.hash(blob: Array("hello\n".utf8)).hex == "ce013625030ba8dba906f756967f9e9ca394464a")
  }

  @Test(arguments: ["main", "HEAD", "refs/heads/a..b", "refs/heads/x.lock", "refs/heads/ ", "refs/../config"])
  func invalidRefNamesAreRefused(name: String) { #expect(RefName(name) == nil) }

  @Test func refNamesKnowTheirShortForm() throws {
    #expect(RefName.branch("orchestrate/main")?.name == "refs/heads/orchestrate/main")
    #expect(RefName("refs/heads/a/b")?.shortName == "a/b")
    #expect(RefName("refs/orchestrate/x")?.shortName == "refs/orchestrate/x")
  }
}
