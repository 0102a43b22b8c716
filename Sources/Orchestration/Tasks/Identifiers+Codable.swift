/// A value that is written as one string and checked when it is read back.
package protocol TextCodable: Codable, CodingKeyRepresentable, CustomStringConvertible {
  init?(validating text: String)
}

extension TextCodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(validating: text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a \(Self.self): \(text)")
    }
    self = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  package var codingKey: any CodingKey { TextKey(stringValue: description) }

  package init?<T: CodingKey>(codingKey: T) { self.init(validating: codingKey.stringValue) }
}

private struct TextKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension TaskID: TextCodable { package init?(validating text: String) { self.init(text) } }
extension RunID: TextCodable { package init?(validating text: String) { self.init(text) } }
extension ResourceName: TextCodable { package init?(validating text: String) { self.init(text) } }
extension CommitID: TextCodable { package init?(validating text: String) { self.init(text) } }
extension TreeID: TextCodable { package init?(validating text: String) { self.init(text) } }
extension Fingerprint: TextCodable { package init?(validating text: String) { self.init(text) } }
extension Nonce: TextCodable { package init?(validating text: String) { self.init(text) } }
extension Timestamp: TextCodable { package init?(validating text: String) { self.init(text) } }
extension Glob: TextCodable { package init?(validating text: String) { self.init(text) } }
extension RepositoryPath: TextCodable { package init?(validating text: String) { self.init(quoted: text) } }
