import YAML

/// One key of a schema: all that reading it, showing it and describing it take.
struct Key<Root>: Sendable {
  /// The names from the outermost mapping to the key.
  let path: [String]
  let documentation: String
  let isScalar: Bool
  let isRequired: Bool
  let schema: JSON
  /// Puts the node's value into the root, or reports what is wrong with it.
  let read: @Sendable (Node, inout Root, inout Reading) -> Void
  let encode: @Sendable (Root) -> JSON

  /// - Parameters:
  ///   - path: dotted, as in `worker.agent`.
  ///   - property: where the value lives; what a fresh root holds there is the default.
  init<Value>(
    _ path: String, _ kind: Kind<Value>, _ property: any WritableKeyPath<Root, Value> & Sendable,
    _ documentation: String, isRequired: Bool = false
  ) {
    self.path = path.split(separator: ".").map(String.init)
    self.documentation = documentation
    self.isRequired = isRequired
    isScalar = kind.isScalar
    schema = kind.schema
    read = { node, root, reading in
      if let value = kind.read(node, &reading) { root[keyPath: property] = value }
    }
    encode = { kind.encode($0[keyPath: property]) }
  }

  /// The same for a value that may be missing.
  init<Value>(
    _ path: String, _ kind: Kind<Value>, _ property: any WritableKeyPath<Root, Value?> & Sendable,
    _ documentation: String, isRequired: Bool = false
  ) {
    self.init(path, kind.optional, property, documentation, isRequired: isRequired)
  }

  var name: String { path.joined(separator: ".") }
}
