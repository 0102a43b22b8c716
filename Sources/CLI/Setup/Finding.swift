/// One line of `check`.
struct Finding: Hashable, Encodable {
  enum Verdict: String, Hashable, Encodable {
    case ok, warn, fail
  }

  let subject: String
  let verdict: Verdict
  /// What was found; in several lines where there are several mistakes.
  let what: String
  let hint: String?
  /// The exit code that a failure of this kind has.
  let code: ExitStatus

  private enum CodingKeys: String, CodingKey { case subject, verdict, what, hint }

  static func ok(_ subject: String, _ what: String) -> Finding {
    Finding(subject: subject, verdict: .ok, what: what, hint: nil, code: .success)
  }

  static func warn(_ subject: String, _ what: String, hint: String? = nil) -> Finding {
    Finding(subject: subject, verdict: .warn, what: what, hint: hint, code: .success)
  }

  static func fail(_ subject: String, _ error: any Error) -> Finding {
    let failure = Failure(describing: error)
    return Finding(
      subject: subject, verdict: .fail, what: failure.what, hint: failure.hint, code: failure.code)
  }

  /// What `look` finds; its error is a failure.
  static func of(_ subject: String, _ look: () throws -> Finding) -> Finding {
    do { return try look() } catch { return .fail(subject, error) }
  }

  var lines: [String] {
    let head = verdict.rawValue + String(repeating: " ", count: 6 - verdict.rawValue.count)
    var lines = what.split(separator: "\n", omittingEmptySubsequences: false).map { "        \($0)" }
    if lines.count == 1 {
      lines = ["\(head)\(subject): \(what)"]
    } else {
      lines.insert(head + subject, at: 0)
    }
    if let hint { lines.append("      hint: \(hint)") }
    return lines
  }
}
