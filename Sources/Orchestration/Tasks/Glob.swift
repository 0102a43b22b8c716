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

  package func matches(_ path: RepositoryPath) -> Bool {
    let components = path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return alternatives.contains { matchesComponents($0[...], components[...]) }
  }

  /// Whether some path could match both patterns. Never false when one exists; sets count as any byte.
  package func overlaps(_ other: Glob) -> Bool {
    alternatives.contains { mine in
      other.alternatives.contains { overlap(mine[...], $0[...]) }
    }
  }

  /// Whether every path this pattern matches is surely also matched by `outer`. May be false though it holds.
  package func isCovered(by outer: Glob) -> Bool { isCovered(byAny: [outer]) }

  /// Whether every path this pattern matches is surely also matched by one of the patterns, which may share
  /// its alternatives among them. May be false though it holds.
  package func isCovered(byAny outers: [Glob]) -> Bool {
    let outers = outers.flatMap(\.alternatives)
    return alternatives.allSatisfy { inner in outers.contains { covers($0[...], inner[...]) } }
  }

  /// Whether the pattern is one exact path.
  package var isLiteral: Bool { alternatives.count == 1 && alternatives[0].allSatisfy(\.isLiteral) }
}

private func matchesComponents(
  _ pattern: ArraySlice<GlobComponent>, _ path: ArraySlice<ArraySlice<UInt8>>
) -> Bool {
  guard let head = pattern.first else { return path.isEmpty }
  let rest = pattern.dropFirst()
  switch head {
  case .anyDepth:
    return matchesComponents(rest, path) || !path.isEmpty && matchesComponents(pattern, path.dropFirst())
  case .single(let atoms):
    guard let component = path.first, atoms[...].matches(component) else { return false }
    return matchesComponents(rest, path.dropFirst())
  }
}

private func overlap(_ left: ArraySlice<GlobComponent>, _ right: ArraySlice<GlobComponent>) -> Bool {
  switch (left.first, right.first) {
  case (nil, nil): true
  case (.anyDepth, _): overlap(left.dropFirst(), right) || !right.isEmpty && overlap(left, right.dropFirst())
  case (_, .anyDepth): overlap(right, left)
  case (nil, _), (_, nil): false
  case (.single(let a), .single(let b)):
    a[...].overlaps(b[...]) && overlap(left.dropFirst(), right.dropFirst())
  }
}

private func covers(_ outer: ArraySlice<GlobComponent>, _ inner: ArraySlice<GlobComponent>) -> Bool {
  switch (outer.first, inner.first) {
  case (nil, nil): true
  case (.anyDepth, _): covers(outer.dropFirst(), inner) || !inner.isEmpty && covers(outer, inner.dropFirst())
  case (nil, _), (_, nil), (.single, .anyDepth): false
  case (.single(let a), .single(let b)):
    a[...].covers(b[...]) && covers(outer.dropFirst(), inner.dropFirst())
  }
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
