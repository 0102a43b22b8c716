import CLibgit2

/// The SHA-1 name of a git object: twenty bytes, written as forty lower-case hexadecimal digits.
package struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
  // Words instead of a tuple of bytes, so that equality and hashing come for free; big-endian, so that order
  // is the order of the digits.
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// Nothing but forty hexadecimal digits is an id; an abbreviation is not.
  package init?(hex: String) {
    let digits = Array(hex.utf8)
    // libgit2 keeps the error of a bad digit in a place that is there only once it has been started.
    guard digits.count == 40, (try? Libgit2.start()) != nil else { return nil }
    var raw = git_oid()
    guard unsafe git_oid_fromstrn(&raw, digits.map { CChar(bitPattern: $0) }, 40) == 0 else { return nil }
    self.init(raw)
  }

  init(_ raw: git_oid) {
    (high, middle, low) = unsafe withUnsafeBytes(of: raw) { bytes in
      unsafe (
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
      )
    }
  }

  var raw: git_oid {
    var raw = git_oid()
    unsafe withUnsafeMutableBytes(of: &raw) { bytes in
      unsafe bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
      unsafe bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
      unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
    }
    return raw
  }

  package var hex: String {
    [(high, 16), (middle, 16), (UInt64(low), 8)].map { word, width in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: width - digits.count) + digits
    }.joined()
  }

  package var description: String { hex }

  package static func < (left: Self, right: Self) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }

  /// The id that these bytes have as a blob; nothing is stored.
  package static func hash(blob: [UInt8]) throws -> ObjectID {
    try Libgit2.start()
    var raw = git_oid()
    try check("git_odb_hash", unsafe git_odb_hash(&raw, blob, blob.count, GIT_OBJECT_BLOB))
    return ObjectID(raw)
  }
}

extension ObjectID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = ObjectID(hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an object id")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
