import YAML

/// What a value must be: how it is read, written, described to a person and to a JSON Schema.
struct Kind<Value: Sendable>: Sendable {
  /// How a message ends: "must be …".
  let expected: String
  /// Whether one word of an environment variable, of `git config` or of a flag can hold it.
  let isScalar: Bool
  let schema: JSON
  /// Nil after it reported what is wrong.
  let read: @Sendable (Node, inout Reading) -> Value?
  let encode: @Sendable (Value) -> JSON
}

extension Kind {
  /// A value that one text holds; `parse` is nil for a text that is none.
  static func scalar(
    _ expected: String, _ schema: JSON, parse: @escaping @Sendable (String) -> Value?,
    encode: @escaping @Sendable (Value) -> JSON
  ) -> Kind {
    Kind(
      expected: expected, isScalar: true, schema: schema,
      read: { node, reading in
        guard case .scalar(let scalar) = node.content else {
          reading.reportMismatch(node, expected: expected)
          return nil
        }
        guard let text = reading.expandedText(of: node, scalar) else { return nil }
        let value = parse(text)
        if value == nil { reading.reportMismatch(node, expected: expected) }
        return value
      }, encode: encode)
  }

  /// The same, but what is quoted is a text and so no number.
  private static func unquoted(_ kind: Kind) -> Kind {
    Kind(
      expected: kind.expected, isScalar: true, schema: kind.schema,
      read: { node, reading in
        if case .scalar(let scalar) = node.content, scalar.isQuoted {
          reading.reportMismatch(node, expected: kind.expected)
          return nil
        }
        return kind.read(node, &reading)
      }, encode: kind.encode)
  }

  /// Nil stands for a key that is not set.
  var optional: Kind<Value?> {
    Kind<Value?>(
      expected: expected, isScalar: isScalar, schema: schema,
      read: { node, reading in read(node, &reading).map(Optional.some) },
      encode: { $0.map(encode) ?? .null })
  }

  /// Keeps where the value stood.
  var located: Kind<Located<Value>> {
    Kind<Located<Value>>(
      expected: expected, isScalar: isScalar, schema: schema,
      read: { node, reading in read(node, &reading).map { Located($0, at: node.mark) } },
      encode: { encode($0.value) })
  }

  /// Every element of this kind; what is wrong with one does not hide what is wrong with the next.
  func list(of things: String, atLeast minimum: Int = 0) -> Kind<[Value]> {
    let expected = "a list of \(things)" + (minimum > 0 ? " (at least \(minimum))" : "")
    return Kind<[Value]>(
      expected: expected, isScalar: false,
      schema: .object(["type": .string("array"), "items": schema, "minItems": .int(minimum)]),
      read: { node, reading in
        guard case .sequence(let elements) = node.content, elements.count >= minimum else {
          reading.reportMismatch(node, expected: expected)
          return nil
        }
        let before = reading.diagnostics.count
        let values = elements.enumerated().compactMap { index, element in
          reading.descend("[\(index)]", element) { read(element, &$0) }
        }
        return reading.diagnostics.count == before && values.count == elements.count ? values : nil
      },
      encode: { .array($0.map(encode)) })
  }
}

extension Kind {
  /// Values by names that whoever writes the file chooses; `read` may look at the name, too.
  static func mapping<Element: Sendable>(
    _ expected: String, to element: Kind<Element>,
    read readEntry: @escaping @Sendable (Node.Entry, Kind<Element>, inout Reading) -> Element? = {
      entry, element, reading in reading.descend(entry.key, entry.value) { element.read(entry.value, &$0) }
    }
  ) -> Kind where Value == [String: Element] {
    Kind(
      expected: expected, isScalar: false,
      schema: .object(["type": .string("object"), "additionalProperties": element.schema]),
      read: { node, reading in
        guard case .mapping(let entries) = node.content else {
          reading.reportMismatch(node, expected: expected)
          return nil
        }
        var values: Value = [:]
        for entry in entries { values[entry.key] = readEntry(entry, element, &reading) }
        return values
      },
      encode: { values in
        .object(
          values.sorted { $0.key < $1.key }.map { JSON.Member(key: $0.key, value: element.encode($0.value)) })
      })
  }
}

extension Kind where Value == Int {
  static func integer(_ range: ClosedRange<Int>, _ unit: String = "") -> Kind {
    let expected =
      range.lowerBound == range.upperBound
      ? "\(range.lowerBound)"
      : "a whole number\(unit) from \(range.lowerBound) to \(range.upperBound)"
    let schema: JSON = .object([
      "type": .string("integer"), "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound),
    ])
    return unquoted(
      scalar(
        expected, schema,
        parse: { text in
          // The canonical spelling only: `07` and `+7` mean different numbers to different readers.
          guard let value = Int(text), String(value) == text, range.contains(value) else { return nil }
          return value
        }, encode: JSON.int))
  }
}

extension Kind where Value == Bool {
  static var flag: Kind {
    unquoted(
      scalar(
        "true or false", .object(["type": .string("boolean")]),
        parse: { ["true": true, "false": false][$0] }, encode: JSON.bool))
  }
}

extension Kind where Value == Int {
  /// Enough for any run, and far from where sums overflow.
  static var tokens: Kind { integer(1...1_000_000_000_000, " of tokens") }
}

extension Kind where Value == Double {
  static func decimal(_ range: ClosedRange<Double>, _ unit: String = "") -> Kind {
    let bounds = (low: JSON.decimal(range.lowerBound), high: JSON.decimal(range.upperBound))
    return unquoted(
      scalar(
        "a number\(unit) from \(bounds.low.compact) to \(bounds.high.compact)",
        .object(["type": .string("number"), "minimum": bounds.low, "maximum": bounds.high]),
        parse: { text in
          // Keeps out the words and the hexadecimal that `Double` would take.
          guard text.utf8.allSatisfy({ Array("0123456789.eE+-".utf8).contains($0) }) else { return nil }
          return Double(text).flatMap { range.contains($0) ? $0 : nil }
        }, encode: JSON.decimal))
  }
}

extension Kind where Value == String {
  /// A text that `accepts` allows, never an empty one.
  static func text(
    _ expected: String = "a text", where accepts: @escaping @Sendable (String) -> Bool = { _ in true }
  )
    -> Kind
  {
    scalar(
      expected, .object(["type": .string("string"), "minLength": .int(1)]),
      parse: { text in text.contains { !$0.isWhitespace } && accepts(text) ? text : nil }, encode: JSON.string
    )
  }

  /// A line for `sh -c`.
  static var command: Kind { text("a shell command") }

  static var branch: Kind { text("a valid branch name", where: isBranchName) }

  static var variableName: Kind {
    text("the name of an environment variable", where: isVariableName)
  }
}

extension Kind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  static var choice: Kind {
    let names = Value.allCases.map(\.rawValue)
    return scalar(
      "one of " + names.joined(separator: ", "),
      .object(["type": .string("string"), "enum": .array(names.map(JSON.string))]),
      parse: { Value(rawValue: $0) }, encode: { .string($0.rawValue) })
  }
}
