/// One value of a document and where it stands. Scalars stay text: what `on` or `1e5` means is the schema's to say.
package struct Node: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case scalar(Scalar)
    case sequence([Node])
    /// In the order of the text; no key stands twice.
    case mapping([Entry])
  }

  package struct Scalar: Hashable, Sendable {
    package let text: String
    /// Whether the text was quoted or a block, so that it cannot be a number or null.
    package let isQuoted: Bool

    package init(text: String, isQuoted: Bool) {
      self.text = text
      self.isQuoted = isQuoted
    }
  }

  package struct Entry: Hashable, Sendable {
    package let key: String
    /// Where the key stands; the value knows its own place.
    package let mark: Mark
    package let value: Node

    package init(key: String, mark: Mark, value: Node) {
      self.key = key
      self.mark = mark
      self.value = value
    }
  }

  package let content: Content
  package let mark: Mark

  package init(_ content: Content, at mark: Mark) {
    self.content = content
    self.mark = mark
  }

  /// Nothing at all, `~` or an unquoted `null`.
  package var isNull: Bool {
    guard case .scalar(let scalar) = content, !scalar.isQuoted else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
  }
}
