import YAML

extension Reading {
  /// The text of a scalar with `${VAR}` replaced and `$$` made `$`; nil after a problem was reported.
  /// `$VAR` without braces stays for the shell.
  mutating func expandedText(of node: Node, _ scalar: Node.Scalar) -> String? {
    if scalar.text.utf8.contains(0) {
      report(node.mark, "`\(path)` must not contain a NUL character")
      return nil
    }
    guard let environment, scalar.text.contains("$") else { return scalar.text }
    var result = ""
    var rest = Substring(scalar.text)
    var dollars = 0
    var isComplete = true
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      let before = rest
      let expansion = Expansion(&rest)
      if let text = expansion.text(environment) {
        result += text
        if case .variable(let name) = expansion { expanded.insert(name) }
      } else {
        isComplete = false
        reportUnresolved(expansion, dollar: dollars, in: node)
      }
      dollars += before[..<rest.startIndex].utf8.count { $0 == UInt8(ascii: "$") }
    }
    return isComplete ? result + rest : nil
  }

  /// - Parameter dollar: which `$` of the scalar begins the expansion, from 0.
  private mutating func reportUnresolved(_ expansion: Expansion, dollar: Int, in node: Node) {
    if isFull { return }
    let mark = source.mark(ofOccurrence: dollar, of: "$", from: node.mark)
    if case .variable(let name) = expansion {
      report(
        mark, "the environment has no `\(name)`", hint: "set it, or write `$${\(name)}` for the text itself")
    } else {
      report(
        mark, "`${` must be followed by a variable's name and `}`",
        hint: "write `$${` for the text itself, as the shell should see it")
    }
  }
}

/// What a `$` begins.
private enum Expansion {
  /// `$$` or a `$` of the shell's.
  case dollar
  case variable(String)
  case malformed

  /// Takes it from the front of `rest`, which begins with `$`.
  init(_ rest: inout Substring) {
    let afterDollar = rest.dropFirst()
    switch afterDollar.first {
    case "$":
      rest = afterDollar.dropFirst()
      self = .dollar
    case "{":
      let body = afterDollar.dropFirst()
      let name = body.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      rest = body[name.endIndex...]
      guard rest.first == "}", isVariableName(String(name)) else {
        self = .malformed
        return
      }
      rest.removeFirst()
      self = .variable(String(name))
    default:
      rest = afterDollar
      self = .dollar
    }
  }

  /// Nil for a variable that is not set and for what is no expansion.
  func text(_ environment: [String: String]) -> String? {
    switch self {
    case .dollar: "$"
    case .variable(let name): environment[name]
    case .malformed: nil
    }
  }
}
