/// What stands between two slashes of a pattern.
enum GlobComponent: Hashable, Sendable {
  /// `**`: any number of components, none included. Never the last component: what follows says what lies
  /// below.
  case anyDepth
  case single([GlobAtom])

  var isLiteral: Bool {
    switch self {
    case .anyDepth: false
    case .single(let atoms): atoms.allSatisfy(\.isLiteral)
    }
  }

  /// Splits a pattern without braces; nil for empty, `.` and `..` components and an unclosed set.
  static func parse(_ pattern: String) -> [GlobComponent]? {
    var components: [GlobComponent] = []
    var parts = pattern.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(
      Array.init)
    if parts.last == [] { parts[parts.count - 1] = Array("**".utf8) }
    for part in parts {
      if part.isEmpty || part == Array(".".utf8) || part == Array("..".utf8) { return nil }
      if part == Array("**".utf8) {
        if components.last != .anyDepth { components.append(.anyDepth) }
        continue
      }
      guard let atoms = GlobAtom.parse(part) else { return nil }
      components.append(.single(atoms))
    }
    // `a/**` means everything below `a`, but not `a` itself.
    if components.last == .anyDepth { components.append(.single([.anyRun])) }
    return components
  }
}

/// One element of a component's pattern.
enum GlobAtom: Hashable, Sendable {
  case byte(UInt8)
  case anyByte
  case anyRun
  case set([ClosedRange<UInt8>], negated: Bool)

  var literal: UInt8? { if case .byte(let byte) = self { byte } else { nil } }
  var isLiteral: Bool { literal != nil }

  func accepts(_ byte: UInt8) -> Bool {
    switch self {
    case .byte(let own): own == byte
    case .anyByte, .anyRun: true
    case .set(let ranges, let negated): ranges.contains { $0.contains(byte) } != negated
    }
  }

  static func parse(_ part: [UInt8]) -> [GlobAtom]? {
    var atoms: [GlobAtom] = []
    var rest = part[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "*"): if atoms.last != .anyRun { atoms.append(.anyRun) }
      case UInt8(ascii: "?"): atoms.append(.anyByte)
      case UInt8(ascii: "["):
        guard let set = parseSet(&rest) else { return nil }
        atoms.append(set)
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        atoms.append(.byte(escaped))
      default: atoms.append(.byte(byte))
      }
    }
    return atoms
  }

  private static func parseSet(_ rest: inout ArraySlice<UInt8>) -> GlobAtom? {
    let negated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
    if negated { rest.removeFirst() }
    var ranges: [ClosedRange<UInt8>] = []
    while let low = rest.popFirst() {
      if low == UInt8(ascii: "]"), !ranges.isEmpty { return .set(ranges, negated: negated) }
      guard rest.first == UInt8(ascii: "-"), let high = rest.dropFirst().first, high != UInt8(ascii: "]")
      else {
        ranges.append(low...low)
        continue
      }
      guard low <= high else { return nil }
      rest = rest.dropFirst(2)
      ranges.append(low...high)
    }
    return nil
  }
}

extension ArraySlice<GlobAtom> {
  func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let head = first else { return bytes.isEmpty }
    if head == .anyRun {
      return dropFirst().matches(bytes) || !bytes.isEmpty && matches(bytes.dropFirst())
    }
    guard let byte = bytes.first, head.accepts(byte) else { return false }
    return dropFirst().matches(bytes.dropFirst())
  }

  /// Whether some text could match both; sets and wildcards count as any byte.
  func overlaps(_ other: ArraySlice<GlobAtom>) -> Bool {
    switch (first, other.first) {
    case (nil, nil): return true
    case (.anyRun, _): return dropFirst().overlaps(other) || !other.isEmpty && overlaps(other.dropFirst())
    case (_, .anyRun): return other.overlaps(self)
    case (nil, _), (_, nil): return false
    case (.some(let a), .some(let b)):
      let compatible =
        if let byte = a.literal { b.accepts(byte) } else if let byte = b.literal { a.accepts(byte) } else {
          true
        }
      return compatible && dropFirst().overlaps(other.dropFirst())
    }
  }

  /// Whether this pattern surely matches whatever the other one does.
  func covers(_ inner: ArraySlice<GlobAtom>) -> Bool {
    switch (first, inner.first) {
    case (nil, nil): return true
    case (.anyRun, _): return dropFirst().covers(inner) || !inner.isEmpty && covers(inner.dropFirst())
    case (nil, _), (_, nil): return false
    case (.some(let a), .some(let b)):
      let contained =
        if let byte = b.literal { a.accepts(byte) } else { a == b || a == .anyByte && b != .anyRun }
      return contained && dropFirst().covers(inner.dropFirst())
    }
  }
}
