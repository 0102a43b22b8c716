import Configuration
import YAML

/// What somebody wrote since the last approval, all of it: what is not shown must not be approved.
struct TrustChanges: Hashable {
  struct Line: Hashable {
    /// `+` or `-`.
    let sign: Character
    let text: String
  }

  /// The lines in which `.orchestrator.yaml` differs from what was approved; empty when it does not.
  let configuration: [Line]
  /// There was an approved text before.
  let isRevision: Bool
  /// Commands of tasks that are new.
  let commands: [TrustedText.Command]

  init(from approval: Approval?, to text: TrustedText) {
    isRevision = approval.map { !$0.text.isEmpty } ?? false
    let isApproved = text.configuration.isEmpty || approval?.configuration == digest(text.configuration)
    configuration =
      isApproved
      ? []
      : TrustChanges.lines(
        from: approval?.text ?? "", to: String(decoding: text.configuration, as: UTF8.self))
    commands = text.commands.filter { approval?.covers($0) != true }
  }

  var isEmpty: Bool { configuration.isEmpty && commands.isEmpty }

  /// For a person; safe on a terminal.
  var lines: [String] {
    var lines: [String] = []
    if !configuration.isEmpty {
      lines.append(".orchestrator.yaml" + (isRevision ? " was changed:" : " is new:"))
      lines += configuration.map { "  \($0.sign) \(visible($0.text))" }
    }
    for command in commands {
      lines.append("task \(command.task), \(command.key):")
      lines += command.text.split(whereSeparator: \.isNewline).map { "  + \(visible(String($0)))" }
    }
    return lines
  }

  /// Removed and added lines in the order of the files. Line ends and a last line without one are part of the text.
  private static func lines(from old: String, to new: String) -> [Line] {
    let (old, new) = (split(old), split(new))
    var lines: [Line] = []
    var (removed, inserted): ([Int: String], [Int: String]) = ([:], [:])
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, let text, _): removed[offset] = text
      case .insert(let offset, let text, _): inserted[offset] = text
      }
    }
    var (before, after) = (0, 0)
    while before < old.count || after < new.count {
      if let text = removed[before] {
        lines.append(Line(sign: "-", text: text))
        before += 1
      } else if let text = inserted[after] {
        lines.append(Line(sign: "+", text: text))
        after += 1
      } else {
        before += 1
        after += 1
      }
    }
    return lines
  }

  private static func split(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() } else { lines[lines.count - 1] += " (no newline at the end)" }
    return lines
  }
}
