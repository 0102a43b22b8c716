import Configuration
import Orchestration

/// What a commit asks for: its files are to be planned, and perhaps run.
struct Errand: Codable, Hashable {
  var commit: CommitID
  /// The checkout in which the commit was made, absolute.
  var workTree: String
  /// Plans, relative to the checkout; task folders that a commit brings need no planning.
  var plans: [RepositoryPath]
  var action: PostCommit.Action

  /// What is done for it, for the person who committed.
  var words: String {
    let plans = plans.map(\.description).joined(separator: ", ").onOneLine
    return switch (self.plans.isEmpty, action) {
    case (true, _): "running what has not landed"
    case (false, .plan): "planning \(plans)"
    case (false, .run): "planning \(plans) and running it"
    }
  }
}

/// How the last errand went.
struct ErrandOutcome: Codable, Hashable {
  var time: Timestamp
  var commit: CommitID
  /// Nil when all of it was done.
  var failure: String?
  /// The run that it started.
  var run: RunID?
}

extension RepositoryPath {
  /// The path as the file system knows it, where it is UTF-8.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
