/// Values that must not appear in anything we write: those of the environment variables that a person passes on.
///
/// A value counts as a secret when it has at least eight bytes and is no existing path, and either its variable's
/// name says so (`…_TOKEN`, `…_KEY`, `PASSWORD`) or it looks like one: some piece of at least seven letters and
/// digits mixed. Plain words, numbers and addresses (`production`, `us-east-1`, `http://proxy.corp:8080`) stay
/// readable: without them a log would be of no use, and every commit would be suspicious.
package struct Secrets: Hashable, Sendable {
  /// As bytes, without doubles.
  let values: Set<[UInt8]>

  package static let shortest = 8
  private static let shortestPiece = 7

  /// Names that say what a variable holds, as whole words between underscores.
  private static let tellingWords: Set<Substring> = [
    "KEY", "APIKEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "PWD", "PAT", "AUTH",
    "CREDENTIAL", "CREDENTIALS", "DSN",
  ]

  /// - Parameter isPath: whether a value names files that exist.
  package init(of variables: [String: String] = [:], isPath: (String) -> Bool = { _ in false }) {
    let secret = variables.filter { name, value in
      value.utf8.count >= Self.shortest && (Self.isTelling(name) || Self.looksRandom(value))
        && !isPath(value)
    }
    values = Set(secret.values.map { Array($0.utf8) })
  }

  package var isEmpty: Bool { values.isEmpty }

  private static func isTelling(_ name: String) -> Bool {
    name.uppercased().split(separator: "_").contains { tellingWords.contains($0) }
  }

  private static func looksRandom(_ value: String) -> Bool {
    value.utf8.split { !isLetter($0) && !isDigit($0) }.contains { piece in
      piece.count >= shortestPiece && piece.contains(where: isLetter) && piece.contains(where: isDigit)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
