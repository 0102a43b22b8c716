/// A named set of path globs that tasks lock for reading or writing.
package struct Resource: Hashable, Sendable, Codable {
  package let name: ResourceName
  package let description: String?
  package let paths: [Glob]

  package init(name: ResourceName, description: String? = nil, paths: [Glob]) {
    self.name = name
    self.description = description
    self.paths = paths
  }

  /// Whether one of its globs matches the path.
  package func contains(_ path: RepositoryPath) -> Bool { paths.contains { $0.matches(path) } }
}
