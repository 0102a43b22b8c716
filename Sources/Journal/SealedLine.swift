import FoundationEssentials

/// The frame of a journal line: a JSON object whose last key is the checksum of everything before it.
///
/// `{"a":1}` becomes `{"a":1,"crc":"xxxxxxxx"}` and a newline: CRC-32C over the bytes before `,"crc"`, eight
/// lower-case hexadecimal digits. A line has exactly one valid form, so every flipped bit is found.
enum SealedLine {
  private static let opening = Array(#","crc":""#.utf8)
  private static let closing = Array("\"}".utf8)
  private static let digits = Array("0123456789abcdef".utf8)
  private static let trailerCount = opening.count + 8 + closing.count

  /// Appends the line for an object's JSON text, newline included.
  static func append(_ object: Data, to lines: inout Data) {
    let body = object.dropLast()
    let checksum = CRC32C.shared.checksum(body.span)
    lines.append(body)
    lines.append(contentsOf: opening)
    for shift in stride(from: 28, through: 0, by: -4) { lines.append(digits[Int(checksum >> shift) & 0xF]) }
    lines.append(contentsOf: closing)
    lines.append(newline)
  }

  static let newline = UInt8(ascii: "\n")

  /// Whether the line, without its newline, is what was once written.
  static func isIntact(_ line: Span<UInt8>) -> Bool {
    let end = line.count - trailerCount
    guard end > 0, matches(opening, line, at: end) else { return false }
    guard matches(closing, line, at: line.count - closing.count) else { return false }
    var expected: UInt32 = 0
    for index in (end + opening.count)..<(end + opening.count + 8) {
      guard let digit = value(ofDigit: line[index]) else { return false }
      expected = expected << 4 | digit
    }
    return CRC32C.shared.checksum(line.extracting(0..<end)) == expected
  }

  private static func matches(_ text: [UInt8], _ line: Span<UInt8>, at start: Int) -> Bool {
    text.indices.allSatisfy { line[start + $0] == text[$0] }
  }

  private static func value(ofDigit byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    default: nil
    }
  }
}
