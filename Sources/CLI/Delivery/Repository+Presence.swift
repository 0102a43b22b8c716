import Git
import Landing
import Orchestration

extension Repository {
  /// A commit that our records name; nil when no ref kept it and git has collected it.
  func commitIfPresent(_ id: CommitID) throws -> CommitValue? {
    do { return try commit(ObjectID(id)) } catch let error as GitError where error.isNotFound { return nil }
  }
}
