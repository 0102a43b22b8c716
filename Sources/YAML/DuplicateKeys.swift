/// Collects the keys that stand twice in one mapping, so that all of a file are reported together.
struct DuplicateKeys {
  private let source: Source
  private var diagnostics: [Diagnostic] = []

  init(_ source: Source) { self.source = source }

  /// Records a key of the mapping whose keys so far are `seen`.
  mutating func note(_ key: String, at mark: Mark, in seen: inout [String: Mark]) {
    guard let first = seen[key] else {
      seen[key] = mark
      return
    }
    guard diagnostics.count < Limits.duplicates else { return }
    diagnostics.append(
      source.error(at: mark, "`\(key.prefix(80))` stands here again; it is already in line \(first.line)"))
  }

  func check() throws(Diagnostics) {
    if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
  }
}
