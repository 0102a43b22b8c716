import CLibYAML

/// One step of a YAML text.
struct Event {
  enum Kind: Equatable {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias
    case scalar(text: String, isPlain: Bool)
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
  }

  let kind: Kind
  /// The index of its first scalar in the text.
  let position: Int
  let hasAnchor: Bool
  let tag: String?
}

/// Owns libyaml's parser, which must not move: it keeps its own address.
@safe struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let source: Source

  /// `source` must be valid UTF-8.
  init(_ source: Source) {
    self.source = source
    unsafe input = .allocate(capacity: source.bytes.count)
    _ = unsafe input.initialize(from: source.bytes)
    unsafe parser = .allocate(capacity: 1)
    let isReady = unsafe yaml_parser_initialize(parser) == 1
    precondition(isReady, "out of memory")
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  mutating func next() throws(Diagnostics) -> Event {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw Diagnostics([problem()]) }
    defer { unsafe yaml_event_delete(&event) }
    return unsafe Event(event)
  }

  private func problem() -> Diagnostic {
    let problem = unsafe text(parser.pointee.problem) ?? "this is no YAML"
    // A reader's problem is a byte's, and has no mark.
    if unsafe parser.pointee.error == YAML_READER_ERROR {
      return source.error(at: source.mark(atByte: unsafe parser.pointee.problem_offset), problem)
    }
    let mark = source.mark(atScalar: Int(unsafe parser.pointee.problem_mark.index))
    let context = unsafe text(parser.pointee.context)
    return source.error(at: mark, context.map { "\($0), \(problem)" } ?? problem)
  }
}

extension Event {
  fileprivate init(_ event: yaml_event_t) {
    let kind: Kind
    var hasAnchor = false
    var tag: String?
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = unsafe .scalar(
        text: String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      hasAnchor = unsafe scalar.anchor != nil
      tag = unsafe text(scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      kind = .sequenceStart
      hasAnchor = unsafe event.data.sequence_start.anchor != nil
      tag = unsafe text(event.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      kind = .mappingStart
      hasAnchor = unsafe event.data.mapping_start.anchor != nil
      tag = unsafe text(event.data.mapping_start.tag)
    case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    case YAML_ALIAS_EVENT: kind = .alias
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
    case YAML_STREAM_START_EVENT: kind = .streamStart
    default: kind = .streamEnd
    }
    self.kind = kind
    self.hasAnchor = hasAnchor
    self.tag = tag
    position = unsafe Int(event.start_mark.index)
  }
}

private func text(_ bytes: UnsafePointer<CChar>?) -> String? {
  unsafe bytes.map { unsafe String(cString: $0) }
}

private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
  unsafe bytes.map { unsafe String(cString: $0) }
}
