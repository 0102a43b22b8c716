import Configuration
package import YAML

extension Plan {
  /// Reads a plan in Markdown by its form alone: a heading with lines such as `writes: api` below it is an item, the
  /// text up to the next item, or the next heading that is not below it, is what is to be done.
  ///
  /// - Parameters:
  ///   - resources: the names that `reads` and `writes` take for resources; all else with a `/`, `.` or `*` is a path.
  ///   - digest: hashes an item's text.
  package init(
    markdown text: String, file: String, resources: Set<String>, digest: ([UInt8]) -> String
  ) throws(Diagnostics) {
    let source = Source(file: file, text: text)
    var problems: [Diagnostic] = []
    // A byte order mark is no part of the text, for `Source` neither.
    let sections = MarkdownSection.sections(of: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    let heads = sections.map { MarkdownHead($0, source: source, resources: resources) }
    problems += heads.flatMap(\.problems)
    let planned = sections.indices.filter { !heads[$0].isEmpty }
    if planned.isEmpty, problems.isEmpty {
      problems.append(
        source.error(
          at: .start, "no heading is followed by a line such as `writes: NAME`, so there is nothing to plan",
          hint: "'git orchestrate help plan' has the form; an agent plans any text: --planner codex"))
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    let items = planned.map { index in
      Item(heads[index], body: MarkdownSection.body(of: index, in: sections, planned: Set(planned)), digest)
    }
    let levels = Set(planned.map { sections[$0].level })
    let notes = sections.indices.filter { index in
      heads[index].isEmpty && levels.contains(sections[index].level)
        && !MarkdownSection.isInside(index, of: planned, in: sections)
    }.map { index in
      source.warning(
        at: sections[index].mark, "this heading has no line such as `writes: NAME`, so no task comes of it")
    }
    self.init(source: source, items: items, notes: notes)
  }
}

extension Plan.Item {
  fileprivate init(_ head: MarkdownHead, body: String, _ digest: ([UInt8]) -> String) {
    self.init(name: Located(head.section.title, at: head.section.mark))
    number = head.section.number
    id = head.id
    dependencies = head.dependencies
    manifest = head.manifest
    if !manifest.contains(where: { $0.key == "description" }) {
      manifest.set(["description"], Node(text: head.section.title, at: head.section.mark))
    }
    let text = "# \(head.section.title)\n" + (body.isEmpty ? "" : "\n\(body)\n")
    spec = Located(text, at: head.section.mark)
    let lines = Node(.mapping(manifest), at: head.section.mark).canonicalText
    let before = dependencies.map(\.value).joined(separator: ",")
    hash = digest(Array("\(lines)\n\(before)\n\(text)".utf8))
  }
}
