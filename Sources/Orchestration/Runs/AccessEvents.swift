/// What an agent at work asks for: to change more than its task declared.
package struct AccessRequest: Hashable, Sendable, Codable {
  /// Chosen by whoever asks: the same request again gets the same answer.
  package var nonce: Nonce
  package var writes: [Glob]
  /// Why, for people.
  package var reason: String
  /// How long the agent waits for locks that others hold, seconds; nil where it wants to know at once.
  package var wait: Int?

  package init(nonce: Nonce, writes: [Glob], reason: String, wait: Int? = nil) {
    self.nonce = nonce
    self.writes = writes
    self.reason = reason
    self.wait = wait
  }

  /// Whether it is within the bounds of what is written into the journal and shown to people.
  package var isWithinBounds: Bool {
    (1...16).contains(writes.count) && (1...1000).contains(reason.utf8.count)
      && (0...AccessRequest.longestWait).contains(wait ?? 0)
  }

  /// An agent that waits holds locks, a slot and the time of its attempt.
  package static let longestWait = 3600
}

/// A request is kept: the agent waits, and is answered when the locks are free or its time is over.
package struct AccessWait: Hashable, Sendable, Codable {
  package var nonce: Nonce
  package var reason: WaitReason

  package init(nonce: Nonce, reason: WaitReason) {
    self.nonce = nonce
    self.reason = reason
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
  /// Why it does not get more.
  package enum Cause: Hashable, Sendable, Codable {
    /// Another task's locks, or its turn to get them.
    case busy(WaitReason)
    /// Another task's locks, and that task waits for this one: both would wait for ever.
    case circle(WaitReason)
    /// All of it is for a person to decide.
    case protected
    /// The task's agents have asked too often.
    case limit
    /// Nobody waits for the answer any more.
    case withdrawn
  }
  package var nonce: Nonce
  package var cause: Cause

  package init(nonce: Nonce, cause: Cause) {
    self.nonce = nonce
    self.cause = cause
  }
}

/// What an agent is told. It waits only where it asked for that, and never for a task that waits for its own.
package enum AccessAnswer: Hashable, Sendable, Codable {
  case granted(Claims)
  case denied(AccessDenial.Cause)
  /// Another answer follows.
  case waiting(WaitReason)

  package var isGranted: Bool { if case .granted = self { true } else { false } }
  package var isFinal: Bool { if case .waiting = self { false } else { true } }
}

extension AccessAnswer: CustomStringConvertible {
  package var description: String {
    switch self {
    case .granted(let claims): "granted: this task now \(claims)"
    case .denied(let cause):
      "denied: \(cause); go on without it\(cause.isBusy ? ", or --wait SECONDS for it" : "")"
    case .waiting(let reason): "waits: \(reason.asObstacle)"
    }
  }
}

extension AccessDenial.Cause: CustomStringConvertible {
  /// It may be granted later.
  fileprivate var isBusy: Bool { if case .busy = self { true } else { false } }

  package var description: String {
    switch self {
    case .busy(let reason): reason.asObstacle
    case .circle(let reason): "\(reason.asObstacle), which waits for what this task holds"
    case .protected: "only a person may let such a change through"
    case .limit: "this task has asked \(RunPolicy.accessLimit) times"
    case .withdrawn: "its agent waits no longer"
    }
  }
}

extension WaitReason {
  /// What is in an agent's way.
  fileprivate var asObstacle: String {
    switch self {
    case .lock(let name, let held, let holder):
      (name.map { "\(held.rawValue) lock \"\($0)\"" } ?? "a lock on everything") + " is held by \(holder)"
    case .reservation(let id): "\(id) waits for it and goes first"
    case .access(let id): "the agent of \(id) waits for it and goes first"
    default: description
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
