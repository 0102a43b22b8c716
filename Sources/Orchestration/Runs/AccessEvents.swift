/// What an agent at work asks for: to change more than its task declared.
package struct AccessRequest: Hashable, Sendable, Codable {
  /// Chosen by whoever asks: the same request again gets the same answer.
  package var nonce: Nonce
  package var writes: [Glob]
  /// Why, for people.
  package var reason: String

  package init(nonce: Nonce, writes: [Glob], reason: String) {
    self.nonce = nonce
    self.writes = writes
    self.reason = reason
  }

  /// Whether it is within the bounds of what is written into the journal and shown to people.
  package static func mayAsk(writing globs: [Glob], because reason: String) -> Bool {
    (1...16).contains(globs.count) && (1...1000).contains(reason.utf8.count)
  }
}

/// The task holds a wider set of locks from now on.
package struct AccessGrant: Hashable, Sendable, Codable {
  package var nonce: Nonce
  /// The whole set.
  package var claims: Claims

  package init(nonce: Nonce, claims: Claims) {
    self.nonce = nonce
    self.claims = claims
  }
}

/// The task holds what it held.
package struct AccessDenial: Hashable, Sendable, Codable {
  package enum Cause: Hashable, Sendable, Codable {
    /// Another task's locks, or its turn to get them.
    case busy(WaitReason)
    /// All of it is for a person to decide.
    case protected
    /// The task's agents have asked too often.
    case limit
  }
  package var nonce: Nonce
  package var cause: Cause

  package init(nonce: Nonce, cause: Cause) {
    self.nonce = nonce
    self.cause = cause
  }
}

/// What an agent is told. It never has to wait: it holds locks, and somebody may wait for those.
package enum AccessAnswer: Hashable, Sendable, Codable {
  case granted(Claims)
  case denied(AccessDenial.Cause)

  package var isGranted: Bool { if case .granted = self { true } else { false } }
}

extension AccessAnswer: CustomStringConvertible {
  package var description: String {
    switch self {
    case .granted(let claims): "granted: this task now \(claims)"
    case .denied(let cause): "denied: \(cause); go on without it"
    }
  }
}

extension AccessDenial.Cause: CustomStringConvertible {
  package var description: String {
    switch self {
    case .busy(.lock(let name, let held, let holder)):
      (name.map { "\(held.rawValue) lock \"\($0)\"" } ?? "a lock on everything") + " is held by \(holder)"
    case .busy(.reservation(let id)): "\(id) waits for it and goes first"
    case .busy(let reason): reason.description
    case .protected: "only a person may let such a change through"
    case .limit: "this task has asked \(RunPolicy.accessLimit) times"
    }
  }
}

/// An agent looked at what its task claims neither for reading nor for writing: another task may be changing it.
package struct AccessRead: Hashable, Sendable, Codable {
  package var resource: ResourceName
  /// The first path that it looked at.
  package var path: RepositoryPath

  package init(resource: ResourceName, path: RepositoryPath) {
    self.resource = resource
    self.path = path
  }
}
