import FoundationEssentials

/// Keeps the values of variables out of a file although the value that is written has them: in their place stands
/// the variable's name between two escaped zero characters, which no text of ours holds.
package struct Concealment: Sendable {
  /// By the longest value, so that none is looked for in another's place.
  private let pairs: [(spelling: Data, place: Data)]

  package init(_ variables: [String: String] = [:]) {
    pairs = variables.sorted { $0.value.utf8.count > $1.value.utf8.count }.compactMap { name, value in
      // As it stands within the quotes of a text.
      guard let text = try? JSONFile.text(of: value), text.count > 3 else { return nil }
      return (text.dropFirst().dropLast(2), Data("\\u0000\(name)\\u0000".utf8))
    }
  }

  func conceal(_ text: Data) -> Data {
    pairs.reduce(text) { $0.replacing($1.spelling, with: $1.place) }
  }

  func reveal(_ text: Data) -> Data {
    pairs.reduce(text) { $0.replacing($1.place, with: $1.spelling) }
  }
}
