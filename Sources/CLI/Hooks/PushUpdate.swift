import Git

/// One line of a pre-push hook's input: `<local ref> <local id> <remote ref> <remote id>`.
struct PushUpdate: Hashable {
  let localRef: String
  /// Nil where the ref is deleted.
  let local: ObjectID?
  let remoteRef: String
  /// Nil where the ref is new.
  let remote: ObjectID?

  /// Nil for what git would not write.
  init?(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 4 else { return nil }
    (localRef, remoteRef) = (words[0], words[2])
    local = PushUpdate.id(words[1])
    remote = PushUpdate.id(words[3])
  }

  private static func id(_ hex: String) -> ObjectID? {
    hex.allSatisfy { $0 == "0" } ? nil : ObjectID(hex: hex)
  }
}
