/// What a command asks of a run; travels through the spool, is answered by an event with the same nonce.
package struct Request: Hashable, Sendable, Codable {
  /// One case a command; an agent's commit makes the last.
  package enum Kind: Hashable, Sendable, Codable {
    case stop(drain: Bool)
    case retry(TaskID, note: String?, fresh: Bool)
    case skip(TaskID)
    case approve(TaskID, commit: CommitID)
    /// Run these tasks too; their specs lie frozen in the run's directory.
    case extend([TaskID], satisfied: [TaskID])
    /// An agent committed what its task did not declare.
    case violation(TaskID, ScopeViolation)
  }
  package var nonce: Nonce
  package var run: RunID
  package var kind: Kind

  package init(nonce: Nonce, run: RunID, kind: Kind) {
    self.nonce = nonce
    self.run = run
    self.kind = kind
  }
}
