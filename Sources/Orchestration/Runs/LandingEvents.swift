/// A commit that was built in memory and may become the integration branch's tip.
package struct Candidate: Hashable, Sendable, Codable {
  /// What the candidate brings beside its base.
  package enum Content: Hashable, Sendable, Codable {
    case snapshot(CommitID)
    /// The tip of the people's branch.
    case baseBranch(CommitID)
  }
  package var id: CommitID
  /// The tip that it was built on and that the compare-and-swap expects.
  package var base: CommitID
  package var content: Content

  package init(id: CommitID, base: CommitID, content: Content) {
    self.id = id
    self.base = base
    self.content = content
  }
}

/// A snapshot does not merge onto the tip.
package struct Conflict: Hashable, Sendable, Codable {
  /// The tip.
  package var with: CommitID
  package var paths: [RepositoryPath]
  /// The conflicting hunks with markers, bounded, for the agent's next prompt.
  package var hunks: String

  package init(with: CommitID, paths: [RepositoryPath], hunks: String) {
    self.with = with
    self.paths = paths
    self.hunks = hunks
  }
}

/// The doctor looks at a candidate, or at the bare tip.
package struct GateStart: Hashable, Sendable, Codable {
  package var candidate: CommitID
  package init(candidate: CommitID) { self.candidate = candidate }
}

/// The doctor passes on it.
package struct GatePass: Hashable, Sendable, Codable {
  package var candidate: CommitID
  /// The verdict was known: the same tree passed the same commands before.
  package var cached: Bool
  package init(candidate: CommitID, cached: Bool) {
    self.candidate = candidate
    self.cached = cached
  }
}

/// The doctor fails on a candidate.
package struct GateFailure: Hashable, Sendable, Codable {
  package var candidate: CommitID
  package var failure: CheckFailure
  package init(candidate: CommitID, failure: CheckFailure) {
    self.candidate = candidate
    self.failure = failure
  }
}

/// The integration branch points at the candidate now.
package struct Landing: Hashable, Sendable, Codable {
  package var commit: CommitID
  package init(commit: CommitID) { self.commit = commit }
}
