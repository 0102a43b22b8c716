import Orchestration
import YAML

extension Kind where Value == Glob {
  static var glob: Kind {
    scalar(
      "a path pattern relative to the repository",
      .object(["type": .string("string"), "minLength": .int(1)]),
      parse: { Glob($0) }, encode: { .string($0.description) })
  }
}

extension Kind where Value == TaskID {
  static var taskID: Kind {
    scalar(
      "an id of a-z, 0-9 and `-` (1 to 63 characters, no `-` first)",
      .object(["type": .string("string"), "pattern": .string("^[a-z0-9][a-z0-9-]{0,62}$")]),
      parse: { TaskID($0) }, encode: { .string($0.description) })
  }
}

extension Kind where Value == ResourceName {
  /// What a lock may name, the implicit resource `other` included.
  static var resourceName: Kind {
    let name = Kind<String>.text("the name of a resource", where: isPlainName)
    return Kind(
      expected: name.expected, isScalar: true, schema: name.schema,
      read: { node, reading in name.read(node, &reading).map { ResourceName($0) } },
      encode: { .string($0.description) })
  }
}

/// A name that fits into a line of a table: no spaces, no control characters, 63 bytes at most.
func isPlainName(_ text: String) -> Bool {
  text.utf8.count <= 63
    && text.unicodeScalars.allSatisfy { $0.value > 0x20 && !(0x7F..<0xA0).contains($0.value) }
    && !text.contains(where: \.isWhitespace)
}

func isVariableName(_ name: String) -> Bool {
  guard let first = name.utf8.first, !(48...57).contains(first) else { return false }
  return name.utf8.allSatisfy {
    (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_")
  }
}

/// The rules of `git check-ref-format --branch`.
func isBranchName(_ name: String) -> Bool {
  let components = name.split(separator: "/", omittingEmptySubsequences: false)
  let areComponentsValid = components.allSatisfy {
    !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock")
  }
  let forbidden = Set(" ~^:?*[\\".unicodeScalars)
  return areComponentsValid && name != "HEAD" && name != "@" && !name.hasPrefix("-") && !name.hasSuffix(".")
    && !name.contains("..") && !name.contains("@{") && name.utf8.count <= 200
    && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && !forbidden.contains($0) }
}
