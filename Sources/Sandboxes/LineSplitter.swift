/// Cuts a stream of buffers into lines. A longer line than `limit` loses its end, so that no program can make us
/// hold more than that.
package struct LineSplitter: Sendable {
  /// The longest line that is handed on, bytes.
  package let limit: Int
  private var partial: [UInt8] = []
  private var isPartial = false

  package init(limit: Int = CommandOutput.textLine) { self.limit = limit }

  /// The lines that `buffer` completes, without their line ends (`\n` or `\r\n`).
  package mutating func split(_ buffer: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var rest = buffer[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      append(rest[..<end])
      lines.append(takeLine())
      rest = rest[(end + 1)...]
    }
    if !rest.isEmpty { append(rest) }
    return lines
  }

  /// The line that the stream ended in without a line end.
  package mutating func finish() -> [UInt8]? {
    isPartial ? takeLine() : nil
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    isPartial = true
    partial += bytes.prefix(limit - partial.count)
  }

  private mutating func takeLine() -> [UInt8] {
    if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
    defer {
      partial = []
      isPartial = false
    }
    return partial
  }
}
