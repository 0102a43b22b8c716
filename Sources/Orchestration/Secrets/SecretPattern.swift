/// What a secret looks like from its first byte on.
struct SecretPattern: Hashable, Sendable {
  /// How it goes on after its head.
  enum Tail: Hashable, Sendable {
    /// The head is all of it.
    case nothing
    /// At least so many more characters, among them so many dots; all that follow belong to it.
    case run(ByteClass, atLeast: Int, dots: Int = 0)
    /// Everything up to and with this text, as far as it may stand in a key.
    case key(upTo: [UInt8])
  }

  /// What looking for it at one place came to.
  enum Match: Hashable, Sendable {
    case none
    /// What follows decides.
    case open
    /// So many bytes belong to it, and those that its tail goes on with.
    case found(Int)
  }

  let head: [UInt8]
  let tail: Tail

  init(_ head: [UInt8], _ tail: Tail = .nothing) {
    self.head = head
    self.tail = tail
  }

  private init(_ head: String, _ tail: Tail) { self.init(Array(head.utf8), tail) }

  /// Nobody's values, but tokens by their form; they begin a word.
  var isShape: Bool { tail != .nothing }

  /// A run without its dots is given up here.
  private static let longestOpenRun = 4096

  /// - Parameter isEnd: nothing follows the bytes.
  func match(_ bytes: [UInt8], at start: Int, isEnd: Bool) -> Match {
    let available = min(head.count, bytes.count - start)
    for offset in 0..<available where bytes[start + offset] != head[offset] { return .none }
    guard available == head.count else { return isEnd ? .none : .open }
    switch tail {
    case .nothing, .key: return .found(head.count)
    case .run(let members, let minimum, let dots):
      return matchRun(bytes, from: start + head.count, members, minimum, dots, isEnd: isEnd)
    }
  }

  private func matchRun(
    _ bytes: [UInt8], from start: Int, _ members: ByteClass, _ minimum: Int, _ dots: Int, isEnd: Bool
  ) -> Match {
    var (length, seen) = (0, 0)
    while start + length < bytes.count, members.contains(bytes[start + length]) {
      if bytes[start + length] == UInt8(ascii: ".") { seen += 1 }
      length += 1
      if length >= minimum && seen >= dots { return .found(head.count + length) }
      if length == Self.longestOpenRun { return .none }
    }
    return start + length == bytes.count && !isEnd ? .open : .none
  }

  /// Tokens that are known by their form. Each form is what its issuer documents, a little wider.
  static let shapes: [SecretPattern] =
    [
      SecretPattern("sk-", .run(.alphanumeric, atLeast: 32)),
      SecretPattern("sk_live_", .run(.alphanumeric, atLeast: 16)),
      SecretPattern("rk_live_", .run(.alphanumeric, atLeast: 16)),
      SecretPattern("github_pat_", .run(.word, atLeast: 22)),
      SecretPattern("glpat-", .run(.word, atLeast: 20)),
      SecretPattern("AKIA", .run(.upper, atLeast: 16)), SecretPattern("ASIA", .run(.upper, atLeast: 16)),
      SecretPattern("AIza", .run(.word, atLeast: 35)), SecretPattern("xapp-", .run(.word, atLeast: 10)),
      SecretPattern("npm_", .run(.alphanumeric, atLeast: 36)),
      SecretPattern("pypi-", .run(.word, atLeast: 50)),
      SecretPattern("hf_", .run(.alphanumeric, atLeast: 30)),
      // A signed JSON Web Token: three parts, of which the first begins with `{"`.
      SecretPattern("eyJ", .run(.dotted, atLeast: 40, dots: 2)),
    ]
    + ["ant", "proj", "svcacct", "admin", "or"].map { SecretPattern("sk-\($0)-", .run(.word, atLeast: 20)) }
    + "pousr".map { SecretPattern("gh\($0)_", .run(.alphanumeric, atLeast: 36)) }
    + "abprs".map { SecretPattern("xox\($0)-", .run(.word, atLeast: 10)) }
    + ["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED "].map { key("\($0)PRIVATE KEY") }
    + [key("PGP PRIVATE KEY BLOCK")]

  private static func key(_ label: String) -> SecretPattern {
    SecretPattern("-----BEGIN \(label)-----", .key(upTo: Array("-----END \(label)-----".utf8)))
  }
}

/// A set of bytes.
struct ByteClass: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ members: String) {
    for byte in members.utf8 {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
  }

  private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let digits = "0123456789"
  private static let letters = capitals + "abcdefghijklmnopqrstuvwxyz"

  static let upper = ByteClass(capitals + digits)
  static let alphanumeric = ByteClass(letters + digits)
  static let name = ByteClass(letters + digits + "_")
  static let word = ByteClass(letters + digits + "-_")
  static let dotted = ByteClass(letters + digits + "-_.")
  /// What stands in an armoured key, also where its lines are quoted, escaped or indented.
  static let key = ByteClass(letters + digits + "+/=-:,. \t\r\n\\|>")
}
