/// The name of a task: `[a-z0-9][a-z0-9-]{0,62}`, so that it can become part of a path and of a ref.
package struct TaskID: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let description: String

  /// Nil unless the text is a valid id.
  package init?(_ text: String) {
    guard isIdentifier(text, maximumLength: 63) else { return nil }
    description = text
  }

  /// Numbers inside ids compare as numbers, so that `9` stands before `10`.
  package static func < (left: TaskID, right: TaskID) -> Bool {
    naturallyPrecedes(left.description, right.description)
  }
}

/// The name of one execution: `YYYYMMDD-HHMMSS-xxxx`, UTC, with four random characters.
package struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let description: String

  /// Nil unless the text has the form of a run id.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, isIdentifier(text, maximumLength: 20) else { return nil }
    for (position, byte) in bytes.enumerated() {
      let isDash = byte == UInt8(ascii: "-")
      guard isDash == (position == 8 || position == 15) else { return nil }
      if position < 15, !isDash, !(48...57).contains(byte) { return nil }
    }
    description = text
  }

  /// Names a run that starts at `instant`; `suffix` keeps two runs of one second apart.
  package init(startingAt instant: Timestamp, suffix: UInt16) {
    let digits = instant.description.filter(\.isWholeNumber)
    let hex = String(suffix, radix: 16)
    let padding = String(repeating: "0", count: 4 - hex.count)
    description = "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))-\(padding)\(hex)"
  }

  package static func < (left: RunID, right: RunID) -> Bool { left.description < right.description }
}

/// The name of a resource of the configuration; `other` stands for every path that no resource covers.
package struct ResourceName: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let description: String

  /// Any non-empty name; the configuration decides which exist.
  package init(_ name: String) { description = name }

  /// The implicit resource of all paths that no declared resource covers.
  package static let other = ResourceName("other")

  package static func < (left: ResourceName, right: ResourceName) -> Bool {
    left.description < right.description
  }
}

/// The id of a git commit, 40 lower-case hexadecimal digits.
package struct CommitID: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init?(_ hex: String) {
    guard isObjectID(hex) else { return nil }
    description = hex
  }

  /// Takes over an id that is known to be one, from libgit2.
  package init(trusted hex: String) { description = hex }

  /// The first ten digits, enough for a person.
  package var short: String { String(description.prefix(10)) }
}

/// The id of a git tree, 40 lower-case hexadecimal digits: two worktrees with the same files have the same one.
package struct TreeID: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// Takes over an id that is known to be one, from libgit2.
  package init(trusted hex: String) { description = hex }

  package init?(_ hex: String) {
    guard isObjectID(hex) else { return nil }
    description = hex
  }
}

/// The hash of what a task asks for: its spec and its manifest without `locks` and `files`.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ hash: String) { description = hash }
}

/// One request's identity; the answering event carries it.
package struct Nonce: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ text: String) { description = text }
}

private func isObjectID(_ text: String) -> Bool {
  text.utf8.count == 40
    && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
}

private func isIdentifier(_ text: String, maximumLength: Int) -> Bool {
  let bytes = Array(text.utf8)
  guard let first = bytes.first, bytes.count <= maximumLength, first != UInt8(ascii: "-") else {
    return false
  }
  return bytes.allSatisfy { byte in
    (48...57).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "-")
  }
}

/// Compares runs of digits by value and everything else by its bytes; `01` and `1` differ only at the end.
private func naturallyPrecedes(_ left: String, _ right: String) -> Bool {
  var a = Array(left.utf8)[...], b = Array(right.utf8)[...]
  while let x = a.first, let y = b.first {
    guard isDigit(x), isDigit(y) else {
      if x != y { return x < y }
      a.removeFirst()
      b.removeFirst()
      continue
    }
    let m = popNumber(&a), n = popNumber(&b)
    if m.count != n.count { return m.count < n.count }
    if m != n { return m.lexicographicallyPrecedes(n) }
  }
  return a.isEmpty && b.isEmpty ? left < right : a.isEmpty
}

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

private func popNumber(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let digits = bytes.prefix(while: isDigit)
  bytes = bytes.dropFirst(digits.count)
  return digits.drop { $0 == UInt8(ascii: "0") }
}
