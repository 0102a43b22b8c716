/// A JSON value whose objects keep their order, so that what is written is the same every time.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case decimal(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: JSON
  }

  static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { Member(key: $0.key, value: $0.value) })
  }

  /// One line; also YAML.
  package var compact: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .decimal(let value): Int(exactly: value).map(String.init) ?? String(value)
    case .string(let text): quoted(text)
    case .array(let elements): "[" + elements.map(\.compact).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { quoted($0.key) + ": " + $0.value.compact }.joined(separator: ", ") + "}"
    }
  }

  /// Two spaces a level, one member a line.
  package var pretty: String { indented("") }

  private func indented(_ indentation: String) -> String {
    let inner = indentation + "  "
    guard case .object(let members) = self, !members.isEmpty else { return compact }
    let lines = members.map { inner + quoted($0.key) + ": " + $0.value.indented(inner) }
    return "{\n" + lines.joined(separator: ",\n") + "\n" + indentation + "}"
  }
}

private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
      let hex = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
