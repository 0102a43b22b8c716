/// The last bytes of a stream, in bounded memory.
struct OutputTail: Sendable {
  let limit: Int
  private(set) var dropped = 0
  private var bytes: [UInt8] = []

  init(limit: Int) { self.limit = limit }

  mutating func append(_ buffer: ArraySlice<UInt8>) {
    bytes += buffer
    // Trimmed only when it has doubled, so that each byte is moved at most once.
    if bytes.count >= 2 * limit { trim() }
  }

  /// What is kept, oldest first.
  mutating func take() -> [UInt8] {
    trim()
    return bytes
  }

  private mutating func trim() {
    let excess = max(0, bytes.count - limit)
    bytes.removeFirst(excess)
    dropped += excess
  }
}
