/// What two sides did to a common base: decides by paths alone how much of a merge there is to do.
struct MergeSides {
  let ours: [PathChange]
  let theirs: [PathChange]

  /// Whether the two sets of changes cannot meet: no path in common, none below another's, and no deletion that
  /// might be half of a rename of a path that the other side touched too.
  var areIndependent: Bool {
    let (left, right) = (Set(ours.map(\.path)), Set(theirs.map(\.path)))
    return left.isDisjoint(with: right)
      && !left.contains { $0.ancestors.contains(where: right.contains) }
      && !right.contains { $0.ancestors.contains(where: left.contains) }
  }

  /// Additions of one side for which git might guess that their directory was renamed by the other side: that
  /// side took files away from a directory above the path, and added files somewhere.
  /// `isGone` says whether that side has the directory no more, which git requires.
  func possibleDirectoryRenames(
    isGone: (GitPath, _ onOurSide: Bool) throws -> Bool
  ) rethrows -> [GitPath] {
    let inOurs = try Self.displaced(by: theirs, additions: ours) { try isGone($0, false) }
    let inTheirs = try Self.displaced(by: ours, additions: theirs) { try isGone($0, true) }
    return inOurs + inTheirs
  }

  private static func displaced(
    by mover: [PathChange], additions: [PathChange], isGone: (GitPath) throws -> Bool
  ) rethrows -> [GitPath] {
    guard mover.contains(where: { $0.kind == .added }) else { return [] }
    let emptied = Set(mover.filter { $0.kind == .deleted }.flatMap(\.path.ancestors))
    return try additions.filter { $0.kind == .added }.map(\.path).filter { path in
      try path.ancestors.contains { try emptied.contains($0) && isGone($0) }
    }
  }
}
