import CLibgit2

/// Who made a commit, and when.
package struct Signature: Hashable, Sendable, Codable {
  package var name: String
  package var email: String
  /// Seconds since 1970.
  package var seconds: Int64
  /// The time zone, in minutes east of UTC.
  package var offsetMinutes: Int32

  package init(name: String, email: String, seconds: Int64, offsetMinutes: Int32 = 0) {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.offsetMinutes = offsetMinutes
  }

  init(_ raw: git_signature) {
    name = unsafe String(cString: raw.name)
    email = unsafe String(cString: raw.email)
    seconds = unsafe raw.when.time
    offsetMinutes = unsafe raw.when.offset
  }

  /// Runs `body` with libgit2's form of this signature, which lives only so long.
  func withRaw<Result>(_ body: (UnsafePointer<git_signature>) throws -> Result) throws -> Result {
    var raw: UnsafeMutablePointer<git_signature>?
    try check("git_signature_new", unsafe git_signature_new(&raw, name, email, seconds, offsetMinutes))
    defer { unsafe git_signature_free(raw) }
    guard let raw = unsafe raw else {
      throw GitError(operation: "git_signature_new", code: GIT_ERROR.rawValue, message: "nothing was made")
    }
    return try unsafe body(raw)
  }
}

extension Repository {
  /// The identity of `user.name` and `user.email`, or "git orchestrate" where they are unset, at a given time.
  package func signature(seconds: Int64, offsetMinutes: Int32 = 0) throws -> Signature {
    var raw: UnsafeMutablePointer<git_signature>?
    let code = unsafe git_signature_default(&raw, pointer)
    defer { unsafe git_signature_free(raw) }
    var signature = Signature(
      name: "git orchestrate", email: "orchestrate@localhost", seconds: seconds, offsetMinutes: offsetMinutes)
    if code == GIT_ENOTFOUND.rawValue { return signature }
    try check("git_signature_default", code)
    if let found = unsafe raw.map({ unsafe Signature($0.pointee) }) {
      signature.name = found.name
      signature.email = found.email
    }
    return signature
  }
}
