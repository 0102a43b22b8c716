/// The CRC-32C of bytes (Castagnoli's polynomial, reflected: RFC 3720, appendix B.4).
struct CRC32C: Sendable {
  /// Eight tables of 256: table `k` has the remainder of a byte that `k` zero bytes follow, so that eight bytes
  /// are folded in one step ("slicing by 8", Kounavis and Berry, 2005).
  private let tables: [UInt32]

  static let shared = CRC32C()

  private init() {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt32(byte)) { rest, _ in
        rest & 1 == 1 ? (rest >> 1) ^ 0x82F6_3B78 : rest >> 1
      }
    }
    for index in 256..<tables.count {
      let shorter = tables[index - 256]
      tables[index] = (shorter >> 8) ^ tables[Int(shorter & 0xFF)]
    }
    self.tables = tables
  }

  func checksum(_ bytes: Span<UInt8>) -> UInt32 {
    let raw = unsafe bytes.bytes
    let tables = tables.span
    var rest = UInt32.max
    var index = 0
    while index + 8 <= raw.byteCount {
      let loaded = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let word = UInt64(littleEndian: loaded) ^ UInt64(rest)
      let low = tables[1792 + byte(0, of: word)] ^ tables[1536 + byte(1, of: word)]
      let lower = tables[1280 + byte(2, of: word)] ^ tables[1024 + byte(3, of: word)]
      let higher = tables[768 + byte(4, of: word)] ^ tables[512 + byte(5, of: word)]
      let high = tables[256 + byte(6, of: word)] ^ tables[byte(7, of: word)]
      rest = low ^ lower ^ higher ^ high
      index += 8
    }
    while index < raw.byteCount {
      rest = (rest >> 8) ^ tables[Int((rest ^ UInt32(bytes[index])) & 0xFF)]
      index += 1
    }
    return ~rest
  }

  @inline(__always)
  private func byte(_ place: UInt64, of word: UInt64) -> Int { Int((word >> (place * 8)) & 0xFF) }
}
