import YAML

/// The keys that a mapping may have. Parsing, `config show`, the JSON Schema and fingerprints all come from here,
/// so that a new key is one entry and one property.
struct Schema<Root: Sendable>: Sendable {
  let keys: [Key<Root>]
  /// Dotted keys that are documented for later: still unknown, but with a better answer than "unknown".
  var planned: Set<String> = []

  /// Reads what is there into `root`; a null leaves the default.
  func read(_ node: Node, into root: inout Root, _ reading: inout Reading) {
    var seen: Set<String> = []
    guard case .mapping = node.content else {
      if !node.isNull || keys.contains(where: \.isRequired) {
        reading.reportMismatch(node, expected: "a mapping of keys to values")
      }
      return
    }
    readEntries(of: node, below: [], into: &root, &reading, &seen)
    for key in keys where key.isRequired && !seen.contains(key.name) {
      reading.report(node.mark, "`\(key.name)` is missing", hint: key.documentation)
    }
  }

  private func readEntries(
    of node: Node, below prefix: [String], into root: inout Root, _ reading: inout Reading,
    _ seen: inout Set<String>
  ) {
    guard case .mapping(let entries) = node.content else {
      if !node.isNull { reading.reportMismatch(node, expected: "a mapping of keys to values") }
      return
    }
    for entry in entries {
      let path = prefix + [entry.key]
      if let key = keys.first(where: { $0.path == path }) {
        if entry.value.isNull { continue }
        seen.insert(key.name)
        reading.descend(entry.key, entry.value) { key.read(entry.value, &root, &$0) }
      } else if keys.contains(where: { $0.path.starts(with: path) }) {
        reading.descend(entry.key, entry.value) {
          readEntries(of: entry.value, below: path, into: &root, &$0, &seen)
        }
      } else {
        reportUnknown(entry, path, &reading)
      }
    }
  }

  private func reportUnknown(_ entry: Node.Entry, _ path: [String], _ reading: inout Reading) {
    let shown = entry.key.prefix(60)
    if planned.contains(path.joined(separator: ".")) {
      reading.report(
        entry.mark, "unknown key `\(shown)`", hint: "it is planned, but nothing reads it yet: remove it")
      return
    }
    let siblings = keys.filter { $0.path.starts(with: path.dropLast()) }.map { $0.path[path.count - 1] }
    let elsewhere = keys.first { $0.path.last == entry.key }?.name
    let guess = suggestion(for: entry.key, among: siblings) ?? elsewhere
    reading.report(entry.mark, "unknown key `\(shown)`", hint: guess.map { "did you mean `\($0)`?" })
  }

  /// The keys whose values differ from those of `defaults`, in the order of the schema.
  func keys(of root: Root, besides defaults: Root) -> [Key<Root>] {
    keys.filter { $0.encode(root) != $0.encode(defaults) }
  }

  /// What differs from `defaults` as one object.
  func encode(_ root: Root, besides defaults: Root) -> JSON {
    nested(keys(of: root, besides: defaults).map { ($0.path[...], $0.encode(root)) }) { .object($0) }
  }

  /// The whole root as one object, keys in the order of the schema.
  func encode(_ root: Root) -> JSON {
    nested(keys.map { ($0.path[...], $0.encode(root)) }) { .object($0) }
  }

  /// A JSON Schema (draft 2020-12) object; `defaults` tells the defaults.
  func jsonSchema(defaults: Root) -> JSON {
    let leaves = keys.map { key in (key.path[...], documented(key, default: key.encode(defaults))) }
    let required = keys.filter { $0.isRequired && $0.path.count == 1 }.map { JSON.string($0.name) }
    return nested(leaves) { members in
      let closed: [JSON.Member] = [
        JSON.Member(key: "type", value: .string("object")),
        JSON.Member(key: "additionalProperties", value: .bool(false)),
        JSON.Member(key: "properties", value: .object(members)),
      ]
      return .object(closed)
    }.adding("required", required.isEmpty ? .null : .array(required))
  }

  private func documented(_ key: Key<Root>, default value: JSON) -> JSON {
    key.schema.adding("description", .string(key.documentation)).adding("default", value)
  }
}

/// Gathers leaves with paths into nested objects, each made by `object`.
private func nested(
  _ leaves: [(path: ArraySlice<String>, value: JSON)], _ object: ([JSON.Member]) -> JSON
) -> JSON {
  var names: [String] = []
  var groups: [String: [(path: ArraySlice<String>, value: JSON)]] = [:]
  for leaf in leaves {
    guard let name = leaf.path.first else { continue }
    if groups[name] == nil { names.append(name) }
    groups[name, default: []].append((leaf.path.dropFirst(), leaf.value))
  }
  return object(
    names.map { name in
      let group = groups[name] ?? []
      if group.count == 1, group[0].path.isEmpty { return JSON.Member(key: name, value: group[0].value) }
      return JSON.Member(key: name, value: nested(group, object))
    })
}

extension JSON {
  /// An object with one more member, unless the value is null.
  func adding(_ key: String, _ value: JSON) -> JSON {
    guard case .object(let members) = self, value != .null else { return self }
    return .object(members + [Member(key: key, value: value)])
  }
}

extension Kind {
  /// A mapping with a schema of its own; nothing of it counts when one key is wrong.
  static func record(_ schema: Schema<Value>, _ blank: Value, _ what: String) -> Kind {
    Kind(
      expected: what, isScalar: false, schema: schema.jsonSchema(defaults: blank),
      read: { node, reading in
        var value = blank
        let before = reading.diagnostics.count
        schema.read(node, into: &value, &reading)
        return reading.diagnostics.count == before ? value : nil
      },
      encode: { schema.encode($0) })
  }
}
