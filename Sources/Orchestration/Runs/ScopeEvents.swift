/// Changed paths that the task did not declare, or that the repository protects.
package struct ScopeViolation: Hashable, Sendable, Codable {
  package var undeclared: [RepositoryPath]
  package var protected: [RepositoryPath]

  package init(undeclared: [RepositoryPath], protected: [RepositoryPath]) {
    self.undeclared = undeclared
    self.protected = protected
  }
}

/// A passed snapshot gives its task's locks back and lands once the task holds a wider set.
package struct Rescope: Hashable, Sendable, Codable {
  /// The snapshot.
  package var commit: CommitID
  /// What the task declared and whatever contains the paths, for writing.
  package var claims: Claims
  /// What the task changed without having declared it.
  package var paths: [RepositoryPath]

  package init(commit: CommitID, claims: Claims, paths: [RepositoryPath]) {
    self.commit = commit
    self.claims = claims
    self.paths = paths
  }
}
