import Configuration
import YAML

/// The lines right below a heading that say how its item fits in: `reads`, `writes`, `depends`, `doctor` and the like.
struct MarkdownHead {
  let section: MarkdownSection
  private(set) var id: Located<String>?
  private(set) var dependencies: [Located<String>] = []
  private(set) var manifest: [Node.Entry] = []
  private(set) var problems: [Diagnostic] = []
  private var seen: Set<String> = []
  private let source: Source
  private let resources: Set<String>

  init(_ section: MarkdownSection, source: Source, resources: Set<String>) {
    self.section = section
    self.source = source
    self.resources = resources
    let head = section.lines.prefix(section.headCount).compactMap(Line.init)
    // A first line that merely looks like one is the beginning of the text.
    guard head.contains(where: { $0.key != nil || $0.guess != nil }) else {
      findStrays(after: 0)
      return
    }
    for line in head { add(line) }
    findStrays(after: section.headCount)
  }

  var isEmpty: Bool { seen.isEmpty }

  private mutating func add(_ line: Line) {
    guard let key = line.key else {
      return report(
        line.mark, "there is no line `\(line.name)`",
        hint: line.guess.map { "did you mean `\($0)`?" }
          ?? "an empty line ends these lines and begins the text")
    }
    guard seen.insert(key.rawValue).inserted else {
      return report(line.mark, "`\(key.rawValue)` stands here again; several values are parted by commas")
    }
    guard let first = line.values.first else { return report(line.mark, "`\(key.rawValue)` says nothing") }
    switch key {
    case .id: id = line.whole
    case .depends: dependencies = line.values
    case .reads, .writes: claim(line.values, as: key)
    case .tests: manifest.set(["affected_tests"], list(line.values))
    case .testPaths: manifest.set(["test_paths"], list(line.values))
    default:
      let value = line.whole ?? first
      manifest.set(key.path, Node(text: value.value, at: value.mark, isQuoted: !key.isNumber))
    }
  }

  /// Names are resources, unless they look like paths.
  private mutating func claim(_ values: [Located<String>], as key: Key) {
    let resources = resources
    let isName = { (value: Located<String>) in
      resources.contains(value.value) || !value.value.contains { "/.*".contains($0) }
    }
    let (names, paths) = (values.filter(isName), values.filter { !isName($0) })
    if !names.isEmpty { manifest.set(["locks", key.rawValue], list(names)) }
    if !paths.isEmpty { manifest.set(["files", key.rawValue], list(paths)) }
  }

  /// A claim further down would be overlooked, and with it a lock.
  private mutating func findStrays(after count: Int) {
    for line in section.lines.dropFirst(count) where !line.isCode {
      guard let stray = Line(line), let key = stray.key, [.reads, .writes, .depends, .doctor].contains(key)
      else {
        continue
      }
      report(
        stray.mark, "`\(key.rawValue)` stands too far down to count",
        hint: "put it right below the heading, or into a code block when it is part of the text")
    }
  }

  private func list(_ values: [Located<String>]) -> Node {
    Node(.sequence(values.map { Node(text: $0.value, at: $0.mark) }), at: values[0].mark)
  }

  private mutating func report(_ mark: Mark, _ message: String, hint: String? = nil) {
    problems.append(source.error(at: mark, message, hint: hint))
  }
}

extension MarkdownHead {
  /// The words that a head may have.
  enum Key: String, CaseIterable {
    case reads, writes, depends, doctor, fast, lint, minutes, agent, model, command, id, name, description
    case tests, timeout, retries, tdd
    case testPaths = "test_paths"

    /// Where the value goes in the manifest.
    var path: [String] {
      switch self {
      case .doctor, .fast, .lint: ["verify", rawValue]
      case .minutes: ["estimated_minutes"]
      case .timeout: ["timeout_minutes"]
      case .retries: ["max_retries"]
      case .tdd: ["tdd_mode"]
      default: [rawValue]
      }
    }

    var isNumber: Bool { [.minutes, .timeout, .retries].contains(self) }
  }

  /// One line of the form `word: value`, which a list or bold letters may decorate.
  struct Line {
    let name: String
    let mark: Mark
    /// Everything behind the colon.
    let whole: Located<String>?
    /// What commas part; nothing where there is no value.
    let values: [Located<String>]

    private static let synonyms = [
      "depends_on": Key.depends, "dependencies": .depends, "after": .depends, "test": .tests,
      "affected_tests": .tests, "estimated_minutes": .minutes, "timeout_minutes": .timeout,
      "max_retries": .retries, "tdd_mode": .tdd, "read": .reads, "write": .writes,
    ]

    var key: Key? { Key(rawValue: name) ?? Self.synonyms[name] }

    /// The word that was probably meant.
    var guess: String? { suggestion(for: name, among: Key.allCases.map(\.rawValue)) }

    init?(_ line: MarkdownSection.Line) {
      var text = line.text.drop(while: \.isWhitespace)
      if ["- ", "* "].contains(where: text.hasPrefix) { text = text.dropFirst(2) }
      text = text.drop { $0 == "*" || $0 == " " }
      guard let colon = text.firstIndex(of: ":") else { return nil }
      let word = text[..<colon].trimmed { $0 == "*" || $0.isWhitespace }
      let rest = text[colon...].dropFirst().drop { $0 == "*" }
      let isWord = word.allSatisfy { $0.isASCII && ($0.isLetter || "_- ".contains($0)) }
      guard !word.isEmpty, isWord, word.split(separator: " ").count <= 2,
        rest.first.map(\.isWhitespace) ?? true
      else { return nil }
      name = word.lowercased().split { " -".contains($0) }.joined(separator: "_")
      let place = { (part: Substring) in
        let before = line.text.unicodeScalars.distance(from: line.text.startIndex, to: part.startIndex)
        return Located(String(part), at: Mark(line: line.number, column: before + 1))
      }
      mark = place(word).mark
      let value = rest.unquoted
      whole = value.isEmpty ? nil : place(value)
      values = rest.partedByCommas.map(\.unquoted).filter { !$0.isEmpty }.map(place)
    }
  }
}

extension Substring {
  fileprivate func trimmed(_ drops: (Character) -> Bool) -> Substring {
    let start = drop(while: drops)
    guard let end = start.lastIndex(where: { !drops($0) }) else { return start.prefix(0) }
    return start[...end]
  }

  /// Without white space and one pair of backquotes or quotes around it.
  fileprivate var unquoted: Substring {
    let text = trimmed(\.isWhitespace)
    guard text.count > 1, let first = text.first, "`\"'".contains(first), text.last == first,
      !text.dropFirst().dropLast().contains(first)
    else { return text }
    return text.dropFirst().dropLast()
  }

  /// Commas in braces and in quotes part nothing.
  fileprivate var partedByCommas: [Substring] {
    var parts: [Substring] = []
    var (start, depth, quote) = (startIndex, 0, Character?.none)
    for index in indices {
      switch self[index] {
      case let character where character == quote: quote = nil
      case _ where quote != nil: break
      case let character where character == "`" || character == "\"": quote = character
      case "{": depth += 1
      case "}": depth -= 1
      case "," where depth == 0:
        parts.append(self[start..<index])
        start = self.index(after: index)
      default: break
      }
    }
    return parts + [self[start...]]
  }
}
