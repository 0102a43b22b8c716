import SystemPackage

/// What a text says of paths and of programs: a script, or what a doctor printed.
enum PathMentions {
  /// The paths below `home`, however the text writes them.
  static func below(_ home: FilePath, in text: String) -> [FilePath] {
    var found: [FilePath] = []
    for prefix in [home.string + "/", "$HOME/", "${HOME}/", "~/"] {
      for part in text.split(separator: prefix, omittingEmptySubsequences: false).dropFirst() {
        let name = part.utf8.prefix(while: isPathByte)
        guard let rest = String(validating: name, as: UTF8.self), !rest.isEmpty else { continue }
        let path = home.pushing(FilePath(rest)).lexicallyNormalized()
        if path.starts(with: home), !found.contains(path) { found.append(path) }
      }
    }
    return found
  }

  /// The programs that a shell, make, env or another program did not find, by name or by path.
  static func missingPrograms(in output: String) -> [String] {
    var found: [String] = []
    for line in output.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: ": ").map { $0.trimmed }
      guard let last = fields.last, fields.count > 1 else { continue }
      let name: String?
      switch last {
      case "not found", "command not found", "No such file or directory": name = fields.dropLast().last
      default: name = fields.dropLast().last == "command not found" ? last : nil
      }
      if let name, !name.contains(" "), !found.contains(name) { found.append(name) }
    }
    return found
  }

  /// The words of a command line that may be programs.
  static func words(of command: String) -> [String] {
    command.utf8.split { !isPathByte($0) || $0 == UInt8(ascii: "/") }.compactMap { String($0) }
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || Array("._-+/@".utf8).contains(byte)
  }
}

extension Substring {
  /// Without blanks and the quotes that programs put around names.
  fileprivate var trimmed: String {
    var rest = self
    while let first = rest.first, " '`\"‘“".contains(first) { rest.removeFirst() }
    while let last = rest.last, " '`\"’”".contains(last) { rest.removeLast() }
    return String(rest)
  }
}
