package import Orchestration

/// When a person's commit starts planning or a run by itself.
package struct PostCommit: Hashable, Sendable, Codable {
  package enum Action: String, Hashable, Sendable, Codable, CaseIterable {
    /// Tasks are made of the files.
    case plan
    /// The same, and then everything that has not landed is run.
    case run
  }

  package var branches: [String] = []
  /// A commit has to touch one of these.
  package var paths: [Glob] = []
  package var action = Action.plan

  package init() {}
}

/// What leaves this machine, and when.
package struct Push: Hashable, Sendable, Codable {
  package var remote = "origin"
  /// The integration branch is pushed after each landing.
  package var main = false
  /// Pushes of people may take task branches along.
  package var tasks = false
  /// Seconds for one push of ours.
  package var timeout = 120

  package init() {}
}
