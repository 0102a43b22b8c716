/// A text and what it says.
package struct Document: Sendable {
  package let source: Source
  package let root: Node
}

/// What a document may not exceed. YAML's aliases make 269 MB of 308 bytes (nodeca/js-yaml#742), so there are none.
package enum Limits {
  /// Bytes of one document.
  package static let bytes = 1 << 20
  /// Collections inside one another, the outermost included.
  package static let depth = 32
  /// Repeated keys reported for one document.
  static let duplicates = 100
}

/// Reads one document: strict JSON where the file is named so, else YAML, of which JSON is a part.
///
/// Refused, each with its place: invalid UTF-8, more than `Limits` allows, a second document, anchors and aliases,
/// tags other than those of the core schema, keys that are no scalars, repeated keys. An empty text is a null.
package func parse(_ bytes: [UInt8], file: String) throws(Diagnostics) -> Document {
  guard bytes.count <= Limits.bytes else {
    let head = Source(file: file, bytes: Array(bytes.prefix(Limits.bytes)))
    throw Diagnostics([head.error(at: head.mark(atByte: Limits.bytes), "the file is larger than 1 MiB")])
  }
  let source = Source(file: file, bytes: bytes)
  if let offset = firstInvalidByte(source.bytes) {
    throw Diagnostics([source.error(at: source.mark(atByte: offset), "this is not valid UTF-8")])
  }
  return Document(source: source, root: try root(of: source))
}

/// libyaml refuses some valid JSON (escaped surrogate pairs, keys beyond 1,024 characters), so what could be JSON
/// is first read as JSON.
private func root(of source: Source) throws(Diagnostics) -> Node {
  if source.file.hasSuffix(".json") { return try JSONReader.read(source) }
  if let first = source.bytes.first(where: { $0 > 0x20 }), Array("{[\"".utf8).contains(first),
    let node = try? JSONReader.read(source)
  {
    return node
  }
  return try Composer.compose(source)
}

private func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
  do {
    _ = try UTF8Span(validating: bytes.span)
    return nil
  } catch {
    return error.byteOffsets.lowerBound
  }
}
