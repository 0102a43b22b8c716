import CLibgit2
import Glibc

/// A path inside a repository, relative to its root with `/` between components: bytes, as git stores them,
/// since a file name need not be UTF-8.
package struct GitPath: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }
  package init(_ text: String) { bytes = Array(text.utf8) }

  /// Copies a C string that libgit2 owns.
  init(cString: UnsafePointer<CChar>) {
    bytes = unsafe Array(
      UnsafeRawBufferPointer(start: cString, count: strlen(cString)))
  }

  /// For C: passing this array as a parameter passes a pointer that lives as long as the call.
  var cString: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }

  var components: [[UInt8]] { bytes.split(separator: UInt8(ascii: "/")).map(Array.init) }

  /// The directories above this path, nearest first, without the root.
  var ancestors: [GitPath] {
    bytes.indices.reversed().filter { bytes[$0] == UInt8(ascii: "/") && $0 > 0 }
      .map { GitPath(bytes: Array(bytes[..<$0])) }
  }

  /// Whether this path lies below `directory`.
  package func isBelow(_ directory: GitPath) -> Bool {
    bytes.count > directory.bytes.count && bytes.starts(with: directory.bytes)
      && bytes[directory.bytes.count] == UInt8(ascii: "/")
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The path as git prints it: as it is, or in double quotes with C escapes when it holds a quote, a
  /// backslash, a control character or a byte above ASCII (`core.quotePath`). Safe on a terminal.
  package var display: String {
    let quoted = bytes.map(Self.escaped).joined()
    return quoted.utf8.count == bytes.count ? quoted : "\"\(quoted)\""
  }

  package var description: String { display }

  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case 0x07...0x0D: "\\" + String(UnicodeScalar(Array("abtnvfr".utf8)[Int(byte) - 7]))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
    case 0x20..<0x7F: String(UnicodeScalar(byte))
    default: "\\" + String(byte >> 6, radix: 8) + String(byte >> 3 & 7, radix: 8) + String(byte & 7, radix: 8)
    }
  }
}
