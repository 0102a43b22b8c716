package import YAML

/// Where a value of the configuration comes from.
package enum Origin: Hashable, Sendable, CustomStringConvertible {
  case `default`
  case file(String, Mark)
  /// The key as git knows it.
  case gitConfig(String)
  /// The variable.
  case environment(String)
  case flag(String)

  package var description: String {
    switch self {
    case .default: "default"
    case .file(let file, let mark): "\(file):\(mark.line)"
    case .gitConfig(let key): "git config \(key)"
    case .environment(let variable): "environment \(variable)"
    case .flag(let flag): "flag \(flag)"
    }
  }
}
