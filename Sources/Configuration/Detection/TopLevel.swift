import YAML

/// What stands at the top of a repository; a directory's name ends in `/`.
struct TopLevel {
  let names: Set<String>
  private let texts: [String: String]

  /// Files whose text tells something; no other is read.
  private static let telling =
    ["package.json", "pyproject.toml", "setup.cfg", "tox.ini"] + Ecosystem.makefiles

  init(names: Set<String>, read: (String) -> String?) {
    self.names = names
    var texts: [String: String] = [:]
    for name in Self.telling where names.contains(name) { texts[name] = read(name) }
    self.texts = texts
  }

  func has(_ name: String) -> Bool { names.contains(name) }

  func text(of name: String) -> String { texts[name] ?? "" }

  /// The `scripts` of `package.json`.
  var scripts: [String: String] {
    guard let document = try? parse(Array(text(of: "package.json").utf8), file: "package.json"),
      case .mapping(let entries) = document.root.content,
      case .mapping(let scripts) = entries.first(where: { $0.key == "scripts" })?.value.content
    else { return [:] }
    var commands: [String: String] = [:]
    for script in scripts {
      if case .scalar(let scalar) = script.value.content { commands[script.key] = scalar.text }
    }
    return commands
  }

  /// Whether Make would find a rule for `target`, told apart from an assignment to a variable of that name.
  func hasMakeTarget(_ target: String) -> Bool {
    Ecosystem.makefiles.contains { file in
      text(of: file).split(whereSeparator: \.isNewline).contains { line in
        guard line.hasPrefix(target) else { return false }
        let rest = line.dropFirst(target.count).drop { $0 == " " || $0 == "\t" }
        return rest.hasPrefix(":") && !rest.hasPrefix(":=") && !rest.hasPrefix("::=")
      }
    }
  }
}
