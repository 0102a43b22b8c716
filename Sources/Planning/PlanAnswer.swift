import Configuration
package import YAML

extension Plan {
  /// Reads what an agent answered: JSON in the form of `AnswerSchema`. What the keys of a manifest mean is judged
  /// later, with the rules for all tasks.
  ///
  /// - Parameters:
  ///   - file: where the answer is kept, for messages about it; its name ends in `.json`.
  ///   - digest: hashes what was said of an item.
  package init(answer: String, file: String, digest: ([UInt8]) -> String) throws(Diagnostics) {
    let text = Plan.json(in: answer)
    let root = try parse(Array(text.utf8), file: file).root
    let source = Source(file: file, text: text)
    var reading = AnswerReading(source)
    let items = reading.tasks(of: root).compactMap { reading.item($0, digest) }
    if items.isEmpty, reading.problems.isEmpty {
      reading.report(root.mark, "there is no task in the answer")
    }
    if !reading.problems.isEmpty { throw Diagnostics(reading.problems) }
    self.init(source: source, items: items)
  }

  /// The object in an answer that says something around it, as models do that were not held to a form.
  package static func json(in answer: String) -> String {
    guard let start = answer.firstIndex(of: "{"), let end = answer.lastIndex(of: "}"), start < end else {
      return answer
    }
    return String(answer[start...end])
  }
}

/// Takes an answer apart and notes what is not of its form.
private struct AnswerReading {
  let source: Source
  private(set) var problems: [Diagnostic] = []

  init(_ source: Source) { self.source = source }

  mutating func report(_ mark: Mark, _ message: String, hint: String? = nil) {
    problems.append(source.error(at: mark, message, hint: hint))
  }

  mutating func tasks(of root: Node) -> [Node] {
    guard case .mapping(let entries) = root.content,
      let tasks = entries.first(where: { $0.key == "tasks" })?.value
    else {
      report(root.mark, "the answer must be an object with a list `tasks`")
      return []
    }
    for entry in entries where entry.key != "tasks" {
      report(entry.mark, "unknown key `\(entry.key.prefix(60))`")
    }
    guard case .sequence(let elements) = tasks.content else {
      report(tasks.mark, "`tasks` must be a list")
      return []
    }
    return elements
  }

  mutating func item(_ node: Node, _ digest: ([UInt8]) -> String) -> Plan.Item? {
    guard case .mapping(let entries) = node.content else {
      report(node.mark, "a task must be an object")
      return nil
    }
    let before = problems.count
    guard let name = text("item", of: entries) else {
      if problems.count == before {
        report(node.mark, "the task has no `item`: a short name that stays the same when it is planned again")
      }
      return nil
    }
    var item = Plan.Item(name: name)
    item.id = text("id", of: entries)
    item.spec = text("spec", of: entries)
    item.dependencies = dependencies(of: entries)
    let ours = ["item", "id", "spec", "dependencies", "source"]
    item.manifest = entries.filter { !ours.contains($0.key) }
    item.hash = digest(Array(node.canonicalText.utf8))
    return item
  }

  private mutating func text(_ key: String, of entries: [Node.Entry]) -> Located<String>? {
    guard let value = entries.first(where: { $0.key == key })?.value, !value.isNull else { return nil }
    if let text = value.text { return Located(text, at: value.mark) }
    report(value.mark, "`\(key)` must be a text")
    return nil
  }

  private mutating func dependencies(of entries: [Node.Entry]) -> [Located<String>] {
    guard let value = entries.first(where: { $0.key == "dependencies" })?.value, !value.isNull else {
      return []
    }
    guard case .sequence(let elements) = value.content else {
      report(value.mark, "`dependencies` must be a list of items and ids")
      return []
    }
    return elements.compactMap { element in
      if let text = element.text { return Located(text, at: element.mark) }
      report(element.mark, "a dependency must be the name of an item or the id of a task")
      return nil
    }
  }
}
