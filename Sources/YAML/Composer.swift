/// Makes nodes of libyaml's events and refuses what a configuration has no use for.
struct Composer: ~Copyable {
  private var events: EventReader
  private let source: Source
  private var duplicates: DuplicateKeys

  static func compose(_ source: Source) throws(Diagnostics) -> Node {
    var composer = Composer(source)
    return try composer.document()
  }

  private init(_ source: Source) {
    self.source = source
    events = EventReader(source)
    duplicates = DuplicateKeys(source)
  }

  private mutating func document() throws(Diagnostics) -> Node {
    var root: Node?
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamStart, .documentEnd: continue
      case .documentStart:
        if root != nil { throw refusal(event, "a file holds one document; this begins a second one") }
        root = try node(try events.next(), depth: 1)
      default:
        try duplicates.check()
        return root ?? Node(.scalar(Node.Scalar(text: "", isQuoted: false)), at: .start)
      }
    }
  }

  private mutating func node(_ event: Event, depth: Int) throws(Diagnostics) -> Node {
    try check(event, depth: depth)
    let content: Node.Content
    switch event.kind {
    case .scalar(let text, let isPlain):
      let isQuoted = event.tag.map { $0 == coreTag + "str" } ?? !isPlain
      content = .scalar(Node.Scalar(text: text, isQuoted: isQuoted))
    case .sequenceStart: content = .sequence(try elements(depth: depth))
    default: content = .mapping(try entries(depth: depth))
    }
    return Node(content, at: source.mark(atScalar: event.position))
  }

  private mutating func elements(depth: Int) throws(Diagnostics) -> [Node] {
    var elements: [Node] = []
    while true {
      let event = try events.next()
      if event.kind == .sequenceEnd { return elements }
      elements.append(try node(event, depth: depth + 1))
    }
  }

  private mutating func entries(depth: Int) throws(Diagnostics) -> [Node.Entry] {
    var entries: [Node.Entry] = []
    var seen: [String: Mark] = [:]
    while true {
      let event = try events.next()
      if event.kind == .mappingEnd { return entries }
      let key = try node(event, depth: depth + 1)
      guard case .scalar(let scalar) = key.content else { throw refusal(event, "a key must be plain text") }
      let value = try node(try events.next(), depth: depth + 1)
      duplicates.note(scalar.text, at: key.mark, in: &seen)
      entries.append(Node.Entry(key: scalar.text, mark: key.mark, value: value))
    }
  }

  private func check(_ event: Event, depth: Int) throws(Diagnostics) {
    if event.kind == .alias { throw refusal(event, "aliases are not supported; write the value out") }
    if event.hasAnchor { throw refusal(event, "anchors are not supported; write the value out") }
    if let tag = event.tag, !allowedTags(event.kind).contains(tag) {
      throw refusal(event, "the tag `\(tag.prefix(80))` is not supported here")
    }
    if case .scalar = event.kind { return }
    if depth > Limits.depth { throw refusal(event, "nested deeper than \(Limits.depth) levels") }
  }

  private func refusal(_ event: Event, _ message: String) -> Diagnostics {
    Diagnostics([source.error(at: source.mark(atScalar: event.position), message)])
  }
}

private let coreTag = "tag:yaml.org,2002:"

private func allowedTags(_ kind: Event.Kind) -> [String] {
  switch kind {
  case .sequenceStart: [coreTag + "seq"]
  case .mappingStart: [coreTag + "map"]
  default: ["str", "int", "float", "bool", "null"].map { coreTag + $0 }
  }
}
