package import Configuration
package import YAML

/// What a planner made of a text: items, of each of which a task is to become.
package struct Plan: Sendable {
  /// The text that all marks belong to.
  package let source: Source
  package let items: [Item]
  /// What a person may have meant otherwise.
  package let notes: [Diagnostic]

  package init(source: Source, items: [Item], notes: [Diagnostic] = []) {
    self.source = source
    self.items = items
    self.notes = notes
  }

  /// One piece of work.
  package struct Item: Sendable {
    /// What the plan calls it. Planned again, an item of the same name is the same task.
    package var name: Located<String>
    /// The number in front of its name, by which others may refer to it.
    package var number: String?
    /// The id that it asks for.
    package var id: Located<String>?
    /// The names, numbers or ids of what has to be done before.
    package var dependencies: [Located<String>] = []
    /// The other keys of its manifest.
    package var manifest: [Node.Entry] = []
    /// What the agent is to do; nil leaves the task of that name as it is.
    package var spec: Located<String>?
    /// Changes when the plan says something else.
    package var hash = ""

    package init(name: Located<String>) { self.name = name }
  }
}

extension Node {
  /// A text at a place.
  init(text: String, at mark: Mark, isQuoted: Bool = true) {
    self.init(.scalar(Scalar(text: text, isQuoted: isQuoted)), at: mark)
  }

  /// The text of a scalar that is no null.
  var text: String? {
    guard case .scalar(let scalar) = content, !isNull else { return nil }
    return scalar.text
  }

  /// The same for the same values, wherever they stand.
  var canonicalText: String {
    switch content {
    case .scalar(let scalar): "\(scalar.isQuoted ? "\"" : "")\(scalar.text.utf8.count):\(scalar.text)"
    case .sequence(let elements): "[" + elements.map(\.canonicalText).joined() + "]"
    case .mapping(let entries):
      "{" + entries.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.canonicalText)" }.joined() + "}"
    }
  }
}

extension [Node.Entry] {
  /// Puts a value under a key, or below two.
  mutating func set(_ path: [String], _ value: Node) {
    guard let key = path.first else { return }
    if path.count == 1 {
      append(Node.Entry(key: key, mark: value.mark, value: value))
      return
    }
    let place = firstIndex { $0.key == key }
    var inner: [Node.Entry] = []
    if let place, case .mapping(let entries) = self[place].value.content { inner = entries }
    inner.set([String](path.dropFirst()), value)
    let mark = place.map { self[$0].mark } ?? value.mark
    let entry = Node.Entry(key: key, mark: mark, value: Node(.mapping(inner), at: mark))
    if let place { self[place] = entry } else { append(entry) }
  }
}
