/// A path pattern: `*` and `?` within a component, `**` across components, `[a-z]` and `[!a-z]` sets,
/// `{a,b}` alternatives. A trailing `/` means everything below. Matching is on bytes.
package struct Glob: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  /// The alternatives after brace expansion, each a list of components.
  let alternatives: [[GlobComponent]]

  /// Nil for an empty, absolute or unbalanced pattern, for `..` components, and beyond 64 alternatives.
  package init?(_ pattern: String) {
    guard !pattern.isEmpty, !pattern.hasPrefix("/"), let expanded = expandBraces(pattern) else { return nil }
    var alternatives: [[GlobComponent]] = []
    for text in expanded {
      guard let components = GlobComponent.parse(text) else { return nil }
      alternatives.append(components)
    }
    description = pattern
    self.alternatives = alternatives
  }

  /// Whether one of its alternatives covers the whole path.
  package func matches(_ path: RepositoryPath) -> Bool {
    let names = path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(
      Array.init)
    return alternatives.contains { pattern in
      aligns(pattern, names, leftRun: \.isRun) { $0.matches($1) }
    }
  }

  /// Whether some path could match both patterns. Never false when one exists; sets count as any byte.
  package func overlaps(_ other: Glob) -> Bool {
    alternatives.contains { mine in
      other.alternatives.contains {
        aligns(mine, $0, leftRun: \.isRun, rightRun: \.isRun) { $0.overlaps($1) }
      }
    }
  }

  /// Whether every path this pattern matches is surely also matched by `outer`. May be false though it holds.
  package func isCovered(by outer: Glob) -> Bool { isCovered(byAny: [outer]) }

  /// Whether every path this pattern matches is surely also matched by one of the patterns, which may share
  /// its alternatives among them. May be false though it holds.
  package func isCovered(byAny outers: [Glob]) -> Bool {
    let outers = outers.flatMap(\.alternatives)
    return alternatives.allSatisfy { inner in
      outers.contains { outer in aligns(outer, inner, leftRun: \.isRun) { $0.covers($1) } }
    }
  }

  /// Whether the pattern is one exact path.
  package var isLiteral: Bool { alternatives.count == 1 && alternatives[0].allSatisfy(\.isLiteral) }
}

/// Expands `{a,b}`; nil when braces do not balance or there are more than 64 alternatives.
private func expandBraces(_ pattern: String) -> [String]? {
  guard let open = pattern.firstIndex(of: "{") else { return pattern.contains("}") ? nil : [pattern] }
  var depth = 0
  var pieces: [String] = [""]
  var close: String.Index?
  for index in pattern[open...].indices {
    let character = pattern[index]
    if character == "{" { depth += 1 }
    if character == "}" { depth -= 1 }
    if depth == 0 {
      close = index
      break
    }
    if depth == 1, character == "," {
      pieces.append("")
    } else if index != open {
      pieces[pieces.count - 1].append(character)
    }
  }
  guard let close else { return nil }
  var expanded: [String] = []
  for piece in pieces {
    guard let tails = expandBraces(pattern[..<open] + piece + pattern[pattern.index(after: close)...]) else {
      return nil
    }
    expanded += tails
    if expanded.count > 64 { return nil }
  }
  return expanded
}
