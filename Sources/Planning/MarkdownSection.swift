import YAML

/// A heading of a Markdown text and the lines up to the next heading.
struct MarkdownSection {
  struct Line {
    var text: Substring
    /// From 1.
    var number: Int
    /// It is part of a code block.
    var isCode: Bool
  }

  /// From 1, the `#` in front of it.
  let level: Int
  /// Without its number.
  let title: String
  let number: String?
  /// Where the title begins.
  let mark: Mark
  private(set) var lines: [Line] = []
  /// The heading as it is written.
  private let heading: Substring

  /// What stands before the first heading belongs to none.
  static func sections(of text: String) -> [MarkdownSection] {
    var sections: [MarkdownSection] = []
    var fence: Substring?
    let lines = text.split(
      omittingEmptySubsequences: false, whereSeparator: { ["\n", "\r\n", "\r"].contains($0) })
    for (index, text) in lines.enumerated() {
      let isCode = fence != nil || opens(text) != nil
      if let open = fence {
        if text.drop(while: \.isWhitespace).hasPrefix(open) { fence = nil }
      } else {
        fence = opens(text)
      }
      let line = Line(text: text, number: index + 1, isCode: isCode)
      if !isCode, let section = MarkdownSection(line) {
        sections.append(section)
      } else if !sections.isEmpty {
        sections[sections.count - 1].lines.append(line)
      }
    }
    return sections
  }

  /// The text of a section with the ones below it that are no items themselves.
  static func body(of index: Int, in sections: [MarkdownSection], planned: Set<Int>) -> String {
    var lines = Array(sections[index].lines.dropFirst(sections[index].headCount).map(\.text))
    for next in sections[(index + 1)...].indices {
      if sections[next].level <= sections[index].level || planned.contains(next) { break }
      lines += [sections[next].heading] + sections[next].lines.map(\.text)
    }
    let first = lines.firstIndex { !$0.isBlank } ?? lines.endIndex
    let last = lines.lastIndex { !$0.isBlank } ?? first
    return first < lines.endIndex ? lines[first...last].joined(separator: "\n") : ""
  }

  /// Whether the section is part of an item's text.
  static func isInside(_ index: Int, of planned: [Int], in sections: [MarkdownSection]) -> Bool {
    guard let item = planned.last(where: { $0 < index }) else { return false }
    return sections[(item + 1)...index].allSatisfy { $0.level > sections[item].level }
  }

  /// The lines right below the heading that its head may consist of: up to the first that is not of that form.
  var headCount: Int {
    let start = lines.firstIndex { !$0.text.isBlank } ?? lines.endIndex
    let end = lines[start...].firstIndex { $0.isCode || MarkdownHead.Line($0) == nil } ?? lines.endIndex
    return start == end ? 0 : end
  }

  private init?(_ line: Line) {
    let marks = line.text.prefix { $0 == "#" }
    let rest = line.text.dropFirst(marks.count)
    guard (1...6).contains(marks.count), rest.first?.isWhitespace == true else { return nil }
    var title = rest.drop(while: \.isWhitespace)
    while let last = title.last, last.isWhitespace || last == "#" { title.removeLast() }
    let number = Self.number(of: title)
    if let number { title = title.dropFirst(number.count + 1).drop(while: \.isWhitespace) }
    guard !title.isEmpty else { return nil }
    level = marks.count
    self.title = String(title)
    self.number = number.map(String.init)
    heading = line.text
    let before = line.text.unicodeScalars.distance(from: line.text.startIndex, to: title.startIndex)
    mark = Mark(line: line.number, column: before + 1)
  }

  /// `3` of `3. Parse dates` and of `3) Parse dates`.
  private static func number(of title: Substring) -> Substring? {
    let digits = title.prefix { $0.isASCII && $0.isNumber }
    let rest = title.dropFirst(digits.count)
    guard !digits.isEmpty, let end = rest.first, ".)".contains(end), rest.dropFirst().first == " " else {
      return nil
    }
    return digits
  }

  private static func opens(_ line: Substring) -> Substring? {
    let text = line.drop(while: \.isWhitespace)
    return ["```", "~~~"].contains { text.hasPrefix($0) } ? text.prefix(3) : nil
  }
}

extension Substring {
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
