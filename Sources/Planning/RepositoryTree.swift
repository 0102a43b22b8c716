package import Orchestration

/// A repository's files in few lines: directories with many are counted instead of listed.
package struct RepositoryTree: Sendable {
  package let lines: [String]

  /// - Parameter limit: lines at most.
  package init(_ paths: [RepositoryPath], limit: Int = 400) {
    let paths = paths.sorted().map { $0.description.split(separator: "/", omittingEmptySubsequences: false) }
    // As deep as there is room for.
    var depth = 1
    var lines = Self.lines(paths, depth: depth)
    while let deeper = Optional(Self.lines(paths, depth: depth + 1)), deeper != lines, deeper.count <= limit {
      (depth, lines) = (depth + 1, deeper)
    }
    if lines.count > limit {
      lines = lines.prefix(limit) + ["… and \(lines.count - limit) more"]
    }
    self.lines = lines
  }

  private static func lines(_ paths: [[Substring]], depth: Int) -> [String] {
    var lines: [String] = []
    var folded: (name: String, count: Int)?
    func flush() {
      if let folded { lines.append("\(folded.name)/ (\(folded.count) file\(folded.count == 1 ? "" : "s"))") }
      folded = nil
    }
    for path in paths {
      guard path.count > depth else {
        flush()
        lines.append(path.joined(separator: "/"))
        continue
      }
      let name = path.prefix(depth).joined(separator: "/")
      if folded?.name == name {
        folded?.count += 1
      } else {
        flush()
        folded = (name, 1)
      }
    }
    flush()
    return lines
  }
}
