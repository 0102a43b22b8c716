/// Reads strict JSON (RFC 8259) into the nodes that the same YAML would give: strings quoted, all else plain.
struct JSONReader {
  private let source: Source
  private var position = 0
  private var cursor = Cursor()
  private var duplicates: DuplicateKeys

  /// `source` must be valid UTF-8.
  static func read(_ source: Source) throws(Diagnostics) -> Node {
    var reader = JSONReader(source)
    reader.skipSpace()
    let root = try reader.value(depth: 1)
    reader.skipSpace()
    guard reader.next == nil else { throw reader.problem("expected the end of the file") }
    try reader.duplicates.check()
    return root
  }

  private init(_ source: Source) {
    self.source = source
    duplicates = DuplicateKeys(source)
  }

  private var bytes: [UInt8] { source.bytes }
  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func value(depth: Int) throws(Diagnostics) -> Node {
    let mark = cursor.mark(at: position, in: bytes)
    let isCollection = next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
    if isCollection && depth > Limits.depth { throw problem("nested deeper than \(Limits.depth) levels") }
    switch next {
    case UInt8(ascii: "{"): return Node(.mapping(try entries(depth: depth)), at: mark)
    case UInt8(ascii: "["): return Node(.sequence(try elements(depth: depth)), at: mark)
    case UInt8(ascii: "\""):
      return Node(.scalar(Node.Scalar(text: try string(), isQuoted: true)), at: mark)
    default: return Node(.scalar(Node.Scalar(text: try word(), isQuoted: false)), at: mark)
    }
  }

  private mutating func elements(depth: Int) throws(Diagnostics) -> [Node] {
    var elements: [Node] = []
    position += 1
    skipSpace()
    if take("]") { return elements }
    while true {
      skipSpace()
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw problem("expected `,` or `]`") }
    }
  }

  private mutating func entries(depth: Int) throws(Diagnostics) -> [Node.Entry] {
    var entries: [Node.Entry] = []
    var seen: [String: Mark] = [:]
    position += 1
    skipSpace()
    if take("}") { return entries }
    while true {
      skipSpace()
      let mark = cursor.mark(at: position, in: bytes)
      guard next == UInt8(ascii: "\"") else { throw problem("expected a key in double quotes") }
      let key = try string()
      skipSpace()
      guard take(":") else { throw problem("expected `:` after the key") }
      skipSpace()
      duplicates.note(key, at: mark, in: &seen)
      entries.append(Node.Entry(key: key, mark: mark, value: try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return entries }
      guard take(",") else { throw problem("expected `,` or `}`") }
    }
  }

  private mutating func string() throws(Diagnostics) -> String {
    var text: [UInt8] = []
    position += 1
    while let byte = next {
      if byte < 0x20 { throw problem("a control character must be escaped in a string") }
      if take("\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") {
        text += try escape()
      } else {
        text.append(byte)
        position += 1
      }
    }
    throw problem("the string does not end")
  }

  private mutating func escape() throws(Diagnostics) -> [UInt8] {
    let start = position
    position += 1
    guard let letter = next else { throw problem("the string does not end") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try escapedScalar(from: start)).utf8)
    default: throw problem("unknown escape", at: start)
    }
  }

  /// What follows `\u`; a pair of surrogates is one scalar.
  private mutating func escapedScalar(from start: Int) throws(Diagnostics) -> Unicode.Scalar {
    guard let first = hexadecimal() else { throw problem("`\\u` takes four hexadecimal digits", at: start) }
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), take("u"), let second = hexadecimal(),
      (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00))
    else {
      throw problem("half of a surrogate pair is no character", at: start)
    }
    return scalar
  }

  private mutating func hexadecimal() -> UInt16? {
    let digits = bytes[position..<min(position + 4, bytes.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
      return nil
    }
    position += 4
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private mutating func word() throws(Diagnostics) -> String {
    let start = position
    while let byte = next, byte > 0x20, !Array(",:]}[{\"".utf8).contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard ["true", "false", "null"].contains(text) || isJSONNumber(text) else {
      throw problem("expected a value", at: start)
    }
    return text
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = next, UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  private func problem(_ message: String, at offset: Int? = nil) -> Diagnostics {
    Diagnostics([source.error(at: source.mark(atByte: offset ?? position), message)])
  }
}

/// Counts lines and columns forward only, so that a long single line costs its length once.
private struct Cursor {
  private var offset = 0
  private var line = 1
  private var column = 1

  mutating func mark(at target: Int, in bytes: [UInt8]) -> Mark {
    while offset < target {
      let byte = bytes[offset]
      offset += 1
      let endsLine = byte == 0x0A || byte == 0x0D && (offset == bytes.count || bytes[offset] != 0x0A)
      if endsLine {
        line += 1
        column = 1
      } else if startsScalar(byte) {
        column += 1
      }
    }
    return Mark(line: line, column: column)
  }
}

/// RFC 8259: no leading zeros, digits on both sides of the point.
private func isJSONNumber(_ text: String) -> Bool {
  var rest = Substring(text)
  func digits() -> Int {
    let run = rest.prefix { "0"..."9" ~= $0 }
    rest.removeFirst(run.count)
    return run.count
  }
  if rest.first == "-" { rest.removeFirst() }
  let isZero = rest.first == "0"
  let whole = digits()
  guard whole == 1 || whole > 1 && !isZero else { return false }
  if rest.first == "." {
    rest.removeFirst()
    guard digits() > 0 else { return false }
  }
  if let letter = rest.first, letter == "e" || letter == "E" {
    rest.removeFirst()
    if let sign = rest.first, sign == "+" || sign == "-" { rest.removeFirst() }
    guard digits() > 0 else { return false }
  }
  return rest.isEmpty
}
