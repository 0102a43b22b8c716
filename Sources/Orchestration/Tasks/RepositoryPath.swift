/// A path inside the repository, as the bytes git keeps: `/` between components, no leading `/`, any encoding.
package struct RepositoryPath: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  package init(_ text: String) { bytes = Array(text.utf8) }

  package static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The path as git prints it: plain where that is unambiguous, else in double quotes with octal escapes.
  package var description: String {
    if let text = String(validating: bytes, as: UTF8.self), !bytes.contains(where: needsQuoting) {
      return text
    }
    return "\"" + bytes.map(quoted).joined() + "\""
  }

  /// Reads what `description` wrote.
  package init?(quoted text: String) {
    guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 else {
      self.init(text)
      return
    }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8).dropFirst().dropLast()
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 3, let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
      else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(3)
    }
    self.init(bytes: bytes)
  }
}

private func needsQuoting(_ byte: UInt8) -> Bool {
  byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

private func quoted(_ byte: UInt8) -> String {
  guard byte >= 0x7F || needsQuoting(byte) else { return String(UnicodeScalar(byte)) }
  let octal = String(byte, radix: 8)
  return "\\" + String(repeating: "0", count: 3 - octal.count) + octal
}
