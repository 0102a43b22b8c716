import Testing

@testable import Orchestration

/// All patterns of up to three of six components against all paths of up to four of three names. The paths
/// are enough to tell any two such patterns apart and to witness any overlap.
@Suite struct GlobExhaustiveTests {
  private static let names = ["a", "b", "ab"]
  private static let components: [String: @Sendable (String) -> Bool] = [
    "a": { $0 == "a" }, "*": { _ in true }, "?": { $0.count == 1 }, "a*": { $0.hasPrefix("a") },
    "*b": { $0.hasSuffix("b") },
  ]
  private static let paths = sequences(of: names, upTo: 4)

  /// A pattern and the paths it means by a definition that shares no code with `Glob`.
  private struct Meaning {
    let glob: Glob
    let paths: Set<Int>
  }

  private static func meanings() throws -> [Meaning] {
    try sequences(of: components.keys.sorted() + ["**"], upTo: 3).map { pattern in
      let hits = paths.indices.filter { defines(pattern[...], paths[$0][...]) }
      return Meaning(glob: try glob(pattern.joined(separator: "/")), paths: Set(hits))
    }
  }

  private static func defines(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
    guard let head = pattern.first else { return path.isEmpty }
    guard head == "**" else {
      guard let name = path.first, let accepts = components[head] else { return false }
      return accepts(name) && defines(pattern.dropFirst(), path.dropFirst())
    }
    // At the end of a pattern ** means everything below, so at least one component.
    let least = pattern.count == 1 ? 1 : 0
    return (least...4).contains { skipped in
      skipped <= path.count && defines(pattern.dropFirst(), path.dropFirst(skipped))
    }
  }

  @Test func matchesWhatThePatternMeans() throws {
    for meaning in try Self.meanings() {
      let hits = Self.paths.indices.filter {
        meaning.glob.matches(RepositoryPath(Self.paths[$0].joined(separator: "/")))
      }
      #expect(Set(hits) == meaning.paths, "\(meaning.glob)")
    }
  }

  @Test func overlapsExactlyWhereAPathMatchesBoth() throws {
    let meanings = try Self.meanings()
    for left in meanings {
      let wrong = meanings.filter { left.glob.overlaps($0.glob) == left.paths.isDisjoint(with: $0.paths) }
        .map(\.glob)
      #expect(wrong.isEmpty, "\(left.glob): \(wrong)")
    }
  }

  @Test func coversOnlyWhatItMatches() throws {
    let meanings = try Self.meanings()
    for inner in meanings {
      let wrong = meanings.filter {
        inner.glob.isCovered(by: $0.glob) && !inner.paths.isSubset(of: $0.paths)
      }.map(\.glob)
      #expect(wrong.isEmpty, "\(inner.glob): \(wrong)")
      #expect(inner.glob.isCovered(by: inner.glob), "\(inner.glob)")
    }
  }
}

private func sequences(of elements: [String], upTo length: Int) -> [[String]] {
  var layer: [[String]] = [[]]
  var all: [[String]] = []
  for _ in 0..<length {
    layer = layer.flatMap { prefix in elements.map { prefix + [$0] } }
    all += layer
  }
  return all
}
