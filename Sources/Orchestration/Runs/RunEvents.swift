/// A run begins: what it works on and from where.
package struct RunStart: Hashable, Sendable, Codable {
  package var tasks: [TaskID]
  /// Tasks outside the run whose work has landed already, by the ledger.
  package var satisfied: [TaskID]
  /// The integration branch, without `refs/heads/`.
  package var branch: String
  /// The people's branch that it follows; nil where it follows none.
  package var base: String?
  package var tip: CommitID

  package init(tasks: [TaskID], satisfied: [TaskID], branch: String, base: String?, tip: CommitID) {
    self.tasks = tasks
    self.satisfied = satisfied
    self.branch = branch
    self.base = base
    self.tip = tip
  }
}

/// Tasks handed to a live run by a second `run`.
package struct RunExtend: Hashable, Sendable, Codable {
  package var tasks: [TaskID]
  package var satisfied: [TaskID]
  package var nonce: Nonce?

  package init(tasks: [TaskID], satisfied: [TaskID], nonce: Nonce?) {
    self.tasks = tasks
    self.satisfied = satisfied
    self.nonce = nonce
  }
}

/// Nothing new starts until the cause is gone; what runs goes on.
package enum PauseReason: Hashable, Sendable, Codable {
  case diskFull(freeMegabytes: Int)
  case infrastructure(String)
}

/// A run ends before its tasks do; `resume` goes on.
package struct RunStop: Hashable, Sendable, Codable {
  /// Who or what ends it.
  package enum Cause: String, Hashable, Sendable, Codable {
    case request, interrupt, terminate
    /// A limit of the whole run is reached; `budget.stop` says which.
    case budget
  }
  package var cause: Cause
  /// Running attempts may end by themselves.
  package var drain: Bool
  package var nonce: Nonce?

  package init(cause: Cause, drain: Bool = false, nonce: Nonce? = nil) {
    self.cause = cause
    self.drain = drain
    self.nonce = nonce
  }
}

/// A run has ended: nothing is in flight and nothing can start.
package struct RunFinish: Hashable, Sendable, Codable {
  package var landed: Int
  package var unlanded: Int

  package init(landed: Int, unlanded: Int) {
    self.landed = landed
    self.unlanded = unlanded
  }
}

/// The integration branch took over what people committed on the base branch.
package struct BaseFollow: Hashable, Sendable, Codable {
  /// The base branch's tip.
  package var base: CommitID
  /// The integration branch's new tip, which contains it.
  package var tip: CommitID

  package init(base: CommitID, tip: CommitID) {
    self.base = base
    self.tip = tip
  }
}

/// The base branch's tip cannot be taken over, or the tip that everything would start from fails its doctor.
package struct BaseRed: Hashable, Sendable, Codable {
  /// What is wrong with it.
  package enum Cause: Hashable, Sendable, Codable {
    case failure(CheckFailure)
    case conflict(paths: [RepositoryPath])
  }
  package var commit: CommitID
  package var cause: Cause

  package init(commit: CommitID, cause: Cause) {
    self.commit = commit
    self.cause = cause
  }
}

/// The event that answers a request that needs no other words.
package struct Answer: Hashable, Sendable, Codable {
  package var nonce: Nonce?
  package init(nonce: Nonce?) { self.nonce = nonce }
}

/// A request that could not be carried out, and why.
package struct RequestRefusal: Hashable, Sendable, Codable {
  package var nonce: Nonce
  package var why: String

  package init(nonce: Nonce, why: String) {
    self.nonce = nonce
    self.why = why
  }
}
