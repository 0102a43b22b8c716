/// During an attempt without a sandbox something changed that decides what runs on this machine, or that only we move,
/// and nothing in the journal explains it.
package struct QuarantineChange: Hashable, Sendable, Codable {
  /// `hooks/post-commit` and the like below the git directory, `config core.fsmonitor`, or a ref.
  package var places: [String]

  package init(places: [String]) { self.places = places }
}

/// During an attempt without a sandbox a ref moved or vanished, and no other leads to what it pointed at. People do
/// that, too, so it stops nothing.
package struct QuarantineRescue: Hashable, Sendable, Codable {
  package var ref: String
  package var was: CommitID
  /// The ref that keeps it.
  package var rescue: String

  package init(ref: String, was: CommitID, rescue: String) {
    self.ref = ref
    self.was = was
    self.rescue = rescue
  }
}
