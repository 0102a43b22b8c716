import CLibgit2

/// The full name of a reference, such as `refs/heads/main`: valid by git's rules and below `refs/`.
package struct RefName: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let name: String

  /// Nil for a name that git would not accept, and for anything outside `refs/`.
  package init?(_ name: String) {
    var valid: Int32 = 0
    guard name.hasPrefix("refs/"), !name.utf8.contains(0), (try? Libgit2.start()) != nil,
      unsafe git_reference_name_is_valid(&valid, name) == 0, valid == 1
    else { return nil }
    self.name = name
  }

  /// The branch `refs/heads/<shortName>`.
  package static func branch(_ shortName: String) -> RefName? { RefName("refs/heads/" + shortName) }

  package var isBranch: Bool { name.hasPrefix("refs/heads/") }

  /// The name as people say it: without `refs/heads/`, `refs/tags/` or `refs/remotes/`.
  package var shortName: String {
    for prefix in ["refs/heads/", "refs/tags/", "refs/remotes/"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }

  package var description: String { name }
  package static func < (left: Self, right: Self) -> Bool { left.name < right.name }
}
