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
    var isComplete = true
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      switch Expansion(&rest) {
      case .dollar: result += "$"
      case .text(let text): result += text
      case .variable(let name):
        if let value = environment[name] {
          result += value
        } else {
          isComplete = false
          report(
            place(of: "${\(name)}", in: node), "the environment has no `\(name)`",
            hint: "set it, or write `$${\(name)}` for the text itself")
        }
      case .malformed(let text):
        isComplete = false
        report(
          place(of: text, in: node), "`${` must be followed by a variable's name and `}`",
          hint: "write `$${` for the text itself, as the shell should see it")
      }
    }
    return isComplete ? result + rest : nil
  }

  /// Where a text stands inside a scalar; not worth the search when nothing more is reported.
  private func place(of text: String, in node: Node) -> Mark {
    isFull ? node.mark : source.mark(of: text, from: node.mark)
  }
}

/// What a `$` begins.
private enum Expansion {
  case dollar
  case text(Substring)
  case variable(String)
  /// The beginning of it, to find it again.
  case malformed(String)

  /// Takes it from the front of `rest`, which begins with `$`.
  init(_ rest: inout Substring) {
    let afterDollar = rest.dropFirst()
    switch afterDollar.first {
    case "$":
      rest = afterDollar.dropFirst()
      self = .dollar
    case "{":
      let body = afterDollar.dropFirst()
      let name = body.prefix { $0 != "}" }
      guard name.endIndex < body.endIndex, isVariableName(String(name)) else {
        rest = body
        self = .malformed("${" + body.prefix { !$0.isNewline }.prefix(20))
        return
      }
      rest = body[name.endIndex...].dropFirst()
      self = .variable(String(name))
    default:
      rest = afterDollar
      self = .text("$")
    }
  }
}
