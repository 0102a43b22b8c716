/// A ref is not where the caller expected it: somebody else moved it first.
package struct RefMoved: Error, Hashable, Sendable, CustomStringConvertible {
  package let ref: RefName
  /// What the caller expected; nil when the ref was not to exist.
  package let expected: ObjectID?
  /// Where the ref stands; nil when it does not exist.
  package let actual: ObjectID?

  package var description: String {
    "\(ref) is at \(actual?.hex ?? "nothing") instead of \(expected?.hex ?? "nothing")"
  }
}

/// A ref stayed locked for longer than we wait. `lockFile` is the file that stands in the way.
package struct RefLocked: Error, Hashable, Sendable, CustomStringConvertible {
  package let ref: RefName
  package let lockFile: String

  package var description: String { "\(ref) is locked by \(lockFile)" }
}

/// A ref cannot exist beside another one: `refs/heads/a` and `refs/heads/a/b` would be a file and a directory
/// of one name.
package struct RefClash: Error, Hashable, Sendable, CustomStringConvertible {
  package let ref: RefName
  package let existing: RefName

  package var description: String { "\(ref) cannot be created while \(existing) exists" }
}
