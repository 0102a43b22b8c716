import YAML

/// What goes along while a schema reads a document: where we are, what `${VAR}` means, and what was wrong so far.
struct Reading {
  let source: Source
  /// Values for `${VAR}`; nil where a text stands as it is written.
  let environment: [String: String]?
  private(set) var diagnostics: [Diagnostic] = []
  /// The node of each key that was read, by its dotted path.
  private(set) var nodes: [String: Node] = [:]
  private(set) var path = ""
  /// The variables whose values were taken in.
  var expanded: Set<String> = []

  /// A file with more than this is broken as a whole; the rest would tell nothing new.
  private static let maximumDiagnostics = 100

  init(_ source: Source, environment: [String: String]? = nil) {
    self.source = source
    self.environment = environment
  }

  /// Whether further problems are dropped.
  var isFull: Bool { diagnostics.count >= Self.maximumDiagnostics }

  mutating func report(_ mark: Mark, _ message: String, hint: String? = nil) {
    guard !isFull else { return }
    diagnostics.append(source.error(at: mark, message, hint: hint))
  }

  /// Says what should stand where `node` stands.
  mutating func reportMismatch(_ node: Node, expected: String) {
    let subject = path.isEmpty ? "the file" : "`\(path)`"
    report(node.mark, "\(subject) must be \(expected), not \(describe(node))")
  }

  /// Reads `node` as the key or element `name` of where we are; `name` is `[0]` for an element.
  mutating func descend<Value>(_ name: String, _ node: Node, _ body: (inout Reading) -> Value) -> Value {
    let outer = path
    path = outer.isEmpty ? name : name.hasPrefix("[") ? outer + name : "\(outer).\(name)"
    defer { path = outer }
    nodes[path] = node
    return body(&self)
  }
}

private func describe(_ node: Node) -> String {
  switch node.content {
  case .sequence: "a list"
  case .mapping: "a mapping"
  case .scalar(let scalar) where scalar.text.isEmpty: "empty"
  case .scalar(let scalar):
    (scalar.isQuoted ? "the text " : "") + "`\(scalar.text.prefix(60))\(scalar.text.count > 60 ? "…" : "")`"
  }
}
