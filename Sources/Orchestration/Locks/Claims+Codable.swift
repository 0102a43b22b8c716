/// Written as `"everything"` or as an object of modes by resource, `{"api":"write"}`.
extension Claims: Codable {
  private static let word = "everything"

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      guard text == Claims.word else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not claims: \(text)")
      }
      self = .everything
    } else {
      self = .resources(try container.decode([ResourceName: LockMode].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .everything: try container.encode(Claims.word)
    case .resources(let modes): try container.encode(modes)
    }
  }
}
