/// A named text that diagnostics quote. Lines end at LF, CRLF or CR; a byte order mark is no part of it.
package struct Source: Sendable {
  /// How messages name the text: a path, or where else it came from.
  package let file: String
  let bytes: [UInt8]
  private let lines: [LineStart]

  package init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    lines = lineStarts(self.bytes)
  }

  package init(file: String, text: String) { self.init(file: file, bytes: Array(text.utf8)) }

  /// The place of the scalar with this index from the beginning of the text.
  func mark(atScalar index: Int) -> Mark {
    let line = lines.lastIndex(startingAtOrBefore: index, by: \.scalar)
    return Mark(line: line + 1, column: index - lines[line].scalar + 1)
  }

  /// The place of the scalar that this byte belongs to.
  func mark(atByte offset: Int) -> Mark {
    let line = lines.lastIndex(startingAtOrBefore: offset, by: \.byte)
    let before = bytes[lines[line].byte..<min(offset, bytes.count)]
    return Mark(line: line + 1, column: before.count(where: startsScalar) + 1)
  }

  /// Where `text` first stands at or after `mark`; `mark` itself where it does not, as after an escape.
  package func mark(of text: String, from mark: Mark) -> Mark {
    let needle = Array(text.utf8)
    let start = byteOffset(of: mark)
    guard !needle.isEmpty, bytes.count - start >= needle.count else { return mark }
    let found = (start...bytes.count - needle.count).first { bytes[$0...].starts(with: needle) }
    return found.map { self.mark(atByte: $0) } ?? mark
  }

  /// An error at a place of this text.
  package func error(at mark: Mark, _ message: String, hint: String? = nil) -> Diagnostic {
    Diagnostic(
      severity: .error, file: file, mark: mark, message: message, hint: hint, excerpt: excerpt(at: mark))
  }

  /// A warning at a place of this text.
  package func warning(at mark: Mark, _ message: String, hint: String? = nil) -> Diagnostic {
    Diagnostic(
      severity: .warning, file: file, mark: mark, message: message, hint: hint, excerpt: excerpt(at: mark))
  }

  private func excerpt(at mark: Mark) -> Excerpt? {
    guard lines.indices.contains(mark.line - 1) else { return nil }
    let start = lines[mark.line - 1].byte
    let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    let column = min(byteOffset(of: mark), end)
    return Excerpt(before: bytes[start..<column], after: bytes[column..<end])
  }

  private func byteOffset(of mark: Mark) -> Int {
    guard lines.indices.contains(mark.line - 1) else { return bytes.count }
    var left = mark.column
    for index in bytes[lines[mark.line - 1].byte...].indices where startsScalar(bytes[index]) {
      left -= 1
      if left == 0 { return index }
    }
    return bytes.count
  }
}

private struct LineStart: Sendable {
  var byte = 0
  var scalar = 0
}

private func lineStarts(_ bytes: [UInt8]) -> [LineStart] {
  var starts = [LineStart()]
  var scalars = 0
  for (index, byte) in bytes.enumerated() {
    if startsScalar(byte) { scalars += 1 }
    let isCarriageReturn = byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)
    if byte == 0x0A || isCarriageReturn { starts.append(LineStart(byte: index + 1, scalar: scalars)) }
  }
  return starts
}

func startsScalar(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

extension [LineStart] {
  fileprivate func lastIndex(startingAtOrBefore offset: Int, by unit: (LineStart) -> Int) -> Int {
    var low = 0
    var high = count
    while high - low > 1 {
      let middle = (low + high) / 2
      if unit(self[middle]) <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
