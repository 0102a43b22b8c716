package import FoundationEssentials
package import Orchestration

/// Values as the checksummed lines of a journal, one JSON object each, keys sorted. Keep one and reuse it.
package struct LineCodec<Value: Codable & Sendable>: Sendable {
  private let encoder = JSONEncoder()
  private let decoder = JSONDecoder()

  package init() { encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes] }

  /// The lines of the values, each with its newline.
  ///
  /// - Throws: `EncodingError` for what JSON cannot say, such as an infinite number.
  package func lines(_ values: [Value]) throws -> Data {
    var lines = Data()
    for value in values { SealedLine.append(try encoder.encode(value), to: &lines) }
    return lines
  }

  /// Reads lines from the start of `bytes`, hands each value over with the offset after its line, and returns
  /// the length of the sound prefix.
  ///
  /// Whatever follows the sound prefix is one torn line: without a newline, or the very last and not intact. An
  /// intact line is never torn: when it cannot be understood, a newer program wrote it.
  ///
  /// - Throws: `DamagedLine` for a bad line that others follow, for one that cannot be understood, and for one
  ///   that `receive` refuses.
  func scan(
    _ bytes: Data, receive: (Value, _ end: Int) throws(LineFault) -> Void
  ) throws(DamagedLine) -> Int {
    var start = 0
    var number = 1
    while let end = firstNewline(in: bytes, from: start) {
      guard SealedLine.isIntact(bytes.span.extracting(start..<end)) else {
        if end + 1 == bytes.count { break }
        throw DamagedLine(number: number, start: start, fault: .checksum)
      }
      do throws(LineFault) {
        try receive(try value(of: bytes[start..<end]), end + 1)
      } catch {
        throw DamagedLine(number: number, start: start, fault: error)
      }
      start = end + 1
      number += 1
    }
    return start
  }

  private func value(of line: Data) throws(LineFault) -> Value {
    do { return try decoder.decode(Value.self, from: line) } catch { throw .unreadable(summary(of: error)) }
  }

  private func firstNewline(in bytes: Data, from start: Int) -> Int? {
    let span = bytes.span
    for index in start..<span.count where span[index] == SealedLine.newline { return index }
    return nil
  }
}

/// The codec of journals and of a worker's `events.jsonl`.
package typealias JournalLine = LineCodec<EventRecord>

/// What is wrong with a line.
package enum LineFault: Error, Hashable, Sendable {
  /// The bytes are not the ones that were written.
  case checksum
  /// Written so, but this program does not understand it.
  case unreadable(String)
  /// A line before it is missing or was put there twice.
  case sequence(expected: Int, found: Int)
}

/// A bad line and where it stands in the scanned bytes; numbers begin at 1, offsets at 0.
struct DamagedLine: Error {
  var number: Int
  var start: Int
  var fault: LineFault
}

/// The sentence of a decoding error without the type names around it.
func summary(of error: any Error) -> String {
  switch error {
  case DecodingError.dataCorrupted(let context): context.debugDescription
  case DecodingError.keyNotFound(let key, _): "no \"\(key.stringValue)\""
  case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
    "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
  default: "\(error)"
  }
}
