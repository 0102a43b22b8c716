/// Takes secrets out of a stream: given values in each of their spellings, and tokens that are known by their form.
///
/// The result does not depend on how the stream is cut into pieces: what may be the beginning of a secret is held
/// back until more bytes, or the stream's end, decide.
package struct Redactor: Sendable {
  package static let mark = "[redacted]"

  private let table: PatternTable
  /// What has not been decided yet.
  private var held: [UInt8] = []
  /// The last two bytes before it: a token begins a word.
  private var before: [UInt8] = []
  private var rest: Rest?
  /// Whether anything has been taken out so far.
  private(set) var hasFound = false

  /// The part of a secret that has been found and is still coming.
  private struct Rest {
    var tail: SecretPattern.Tail
    /// What has come of it lately, to see its end.
    var recent: [UInt8] = []
    var count = 0
  }

  /// A key's armour may stand in a text about keys, so not everything after it is one.
  private static let longestKey = 16 << 10

  /// - Parameter shapes: whether known forms of tokens are looked for, too.
  package init(_ secrets: Secrets = Secrets(), shapes: Bool = true) {
    table = PatternTable(
      secrets.spellings.map { SecretPattern($0) } + (shapes ? SecretPattern.shapes : []))
  }

  /// What of the stream so far may be written, once `bytes` have come.
  package mutating func redact(_ bytes: [UInt8]) -> [UInt8] { advance(bytes, isEnd: false) }

  /// What was held back at the stream's end.
  package mutating func finish() -> [UInt8] { advance([], isEnd: true) }

  /// A text of its own.
  package func redacted(_ text: String) -> String {
    var redactor = self
    let bytes = redactor.redact(Array(text.utf8)) + redactor.finish()
    return redactor.hasFound ? String(decoding: bytes, as: UTF8.self) : text
  }

  /// Whether there is anything to take out.
  package func finds(in bytes: [UInt8]) -> Bool {
    var redactor = self
    _ = redactor.redact(bytes)
    _ = redactor.finish()
    return redactor.hasFound
  }

  private mutating func advance(_ bytes: [UInt8], isEnd: Bool) -> [UInt8] {
    let input = held.isEmpty ? bytes : held + bytes
    held = []
    var output: [UInt8] = []
    output.reserveCapacity(input.count)
    var position = swallow(input, from: 0)
    var written = position
    while position < input.count {
      switch table.match(input, at: position, before: before, isEnd: isEnd) {
      case .none: position += 1
      case .open:
        output += input[written..<position]
        held = Array(input[position...])
        remember(input[..<position])
        return output
      case .found(let pattern, let length):
        output += input[written..<position] + Self.mark.utf8
        hasFound = true
        rest = pattern.isShape ? Rest(tail: pattern.tail) : nil
        position = swallow(input, from: position + length)
        written = position
      }
    }
    output += input[written...]
    remember(input[...])
    return output
  }

  private mutating func remember(_ seen: ArraySlice<UInt8>) { before = (before + seen.suffix(2)).suffix(2) }

  /// Passes over what belongs to the secret that was found last; answers where it ends.
  private mutating func swallow(_ input: [UInt8], from start: Int) -> Int {
    var position = start
    while var current = rest, position < input.count {
      let isOver: Bool
      switch current.tail {
      case .nothing: isOver = true
      case .run(let members, _, _): isOver = !members.contains(input[position])
      case .key(let end):
        isOver =
          current.recent == end || current.count == Self.longestKey
          || !ByteClass.key.contains(input[position])
        current.recent = Array((current.recent + [input[position]]).suffix(end.count))
        current.count += 1
      }
      rest = isOver ? nil : current
      if !isOver { position += 1 }
    }
    return position
  }
}
