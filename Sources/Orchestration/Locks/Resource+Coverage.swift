extension [Resource] {
  /// The resources that contain the path, `other` when none does.
  package func names(containing path: RepositoryPath) -> [ResourceName] {
    let names = filter { $0.contains(path) }.map(\.name)
    return names.isEmpty ? [.other] : names
  }

  /// The resources in which the pattern may match a path, and `other` unless it surely stays inside them.
  package func names(touchedBy glob: Glob) -> [ResourceName] {
    let names = filter { $0.paths.contains { $0.overlaps(glob) } }.map(\.name)
    return glob.isCovered(byAny: flatMap(\.paths)) ? names : names + [.other]
  }
}
