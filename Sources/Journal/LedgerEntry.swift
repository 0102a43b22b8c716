package import Orchestration

/// One line of the ledger: a task's work came into the integration branch or was taken out of it.
package struct LedgerEntry: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, Codable {
    case landed, undone
  }

  package var time: Timestamp
  package var kind: Kind
  package var task: TaskID
  package var fingerprint: Fingerprint
  /// The commit that landed: the candidate, or the revert.
  package var commit: CommitID
  package var run: RunID

  package init(
    _ kind: Kind, task: TaskID, fingerprint: Fingerprint, landing: (commit: CommitID, run: RunID),
    at time: Timestamp
  ) {
    self.kind = kind
    self.task = task
    self.fingerprint = fingerprint
    commit = landing.commit
    run = landing.run
    self.time = time
  }
}

extension LedgerEntry: Codable {
  private enum Key: String, CodingKey {
    case version = "v"
    case time = "ts"
    case kind, task, fingerprint, commit, run
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let version = try container.decode(Int.self, forKey: .version)
    guard version == 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: container, debugDescription: "ledger version \(version); this program reads 1")
    }
    time = try container.decode(Timestamp.self, forKey: .time)
    kind = try container.decode(Kind.self, forKey: .kind)
    task = try container.decode(TaskID.self, forKey: .task)
    fingerprint = try container.decode(Fingerprint.self, forKey: .fingerprint)
    commit = try container.decode(CommitID.self, forKey: .commit)
    run = try container.decode(RunID.self, forKey: .run)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(1, forKey: .version)
    try container.encode(time, forKey: .time)
    try container.encode(kind, forKey: .kind)
    try container.encode(task, forKey: .task)
    try container.encode(fingerprint, forKey: .fingerprint)
    try container.encode(commit, forKey: .commit)
    try container.encode(run, forKey: .run)
  }
}
