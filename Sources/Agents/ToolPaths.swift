/// What a tool call may look at: guesses, which whoever uses them has to compare with what is there.
enum ToolPaths {
  /// A call that names more than this is no sign of anything.
  private static let limit = 16

  /// The words of a shell command that could be paths.
  static func words(of command: String) -> [String]? {
    let words = command.split { $0.isWhitespace || separators.contains($0) }
      .filter { $0.first != "-" && $0.contains { $0 == "/" || $0 == "." } && !$0.contains(where: isPattern) }
    return bounded(words.map(String.init))
  }

  /// Nil when nothing is left.
  static func bounded(_ paths: [String]) -> [String]? {
    let paths = paths.filter { (1...1024).contains($0.utf8.count) }.prefix(limit)
    return paths.isEmpty ? nil : Array(paths)
  }

  private static let separators: Set<Character> = [
    "\"", "'", "`", ";", "|", "&", "<", ">", "(", ")", "=", ",",
  ]

  private static func isPattern(_ character: Character) -> Bool { "*?$[]{}\\".contains(character) }
}
