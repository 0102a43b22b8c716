import Orchestration
import TestSupport
import Testing

/// What git finds by a pattern's pathspecs, beside what the pattern matches: never less, and no more than is said.
struct PathspecTests {
  private let fixture: GitFixture
  private let paths: [[UInt8]]

  static let odd = [
    "src/a.swift", "src/deep/er/b.swift", ".env", ".env.local", "docs/plans/a.md", "docs/plans/deep/a.md",
    "docs/planst/a.md", "d*cs/[x].md", "back\\slash", " leading", "trailing ", "quo\"te", "new\nline",
    ":colon",
    ":(top)x", "!bang", "-dash", "ä/ö.md", "A/B", "file1", "file12", "]", "^",
  ]

  init() async throws {
    fixture = try await GitFixture()
    // Every way through two directories to three files, so that no file has a directory's name.
    var places: Set<String> = [""]
    for _ in 1...3 { for place in places { places.formUnion([place + "p/", place + "pq/"]) } }
    let plain = places.flatMap { place in ["q", "p.q", ".q"].map { place + $0 } }
    paths = (plain + Self.odd).map { Array($0.utf8) } + [Array("raw/a".utf8) + [0xFF]]
    let blob = try await fixture.git(["hash-object", "-w", "--stdin"])
    let entry = Array("100644 \(blob)\t".utf8)
    let index: [UInt8] = paths.flatMap { entry + $0 + [0] }
    try await fixture.git(["update-index", "-z", "--index-info"], input: index)
    try await fixture.git("commit", "--quiet", "--message", "all")
  }

  private func found(by pathspecs: [String]) async throws -> Set<String> {
    let names = try await fixture.git(
      ["diff-tree", "-r", "--root", "--no-commit-id", "--name-only", "-z", "HEAD", "--"] + pathspecs)
    return Set(names.split(separator: "\0").map(String.init))
  }

  private func compare(_ pattern: String) async throws {
    guard let glob = Glob(pattern) else { return }
    let wanted = Set(
      paths.filter { glob.matches(RepositoryPath(bytes: $0)) }.map { String(decoding: $0, as: UTF8.self) })
    let found = try await found(by: #require(glob.pathspecs))
    #expect(found.isSuperset(of: wanted), "\(pattern): git misses \(wanted.subtracting(found))")
    if pattern.contains("["), !pattern.contains("\\[") { return }
    // A literal path, be it one alternative of several, means all that lies below it, too.
    let extra = found.subtracting(wanted).filter { path in
      !path.indices.contains { path[$0] == "/" && glob.matches(RepositoryPath(String(path[..<$0]))) }
    }
    #expect(extra == [], "\(pattern): git finds more")
  }

  @Test(arguments: [
    "src/**", "src/", "**", "**/a.md", "**/deep/**", "docs/**/a.md", "*.swift", ".env*", "file?", "file[0-9]",
    "[!a-z]*", "[]^]", "docs/{plans,none}/*.md", "docs/plans{,t}/*", "d\\*cs/\\[x\\].md", "d\\*cs/*",
    "back\\\\slash",
    "back?slash", " *", "trailing ", "*\"*", "new?line", ":*", ":(top)x", "!bang", "!*", "-*", "ä/*",
    "?/?.md", "??/*",
    "a/b", "A/B", "raw/a?", "raw/*", "src", "docs/plans", "*", "*/", "**/*.md", "[a-z]*/**/[ab].*",
  ])
  func oddOnes(_ pattern: String) async throws { try await compare(pattern) }

  @Test func everyPairOfComponents() async throws {
    let components = ["p", "q", "*", "p*", "?", "?*q", "**", "[pq]", "{p,q}", "{pq/q,*}"]
    for first in components {
      try await compare(first)
      for second in components { try await compare("\(first)/\(second)") }
    }
  }
}
