import Agents
import Configuration
import Orchestration

extension DoctorExamination.Result {
  /// What a person whose configuration reads `known` has to know of it; nil when the doctor passes as it is.
  func failure(in place: String, reading known: [String]) -> Failure? {
    switch outcome {
    case .passed where read.isEmpty: nil
    case .passed:
      Failure(
        "it fails in \(place), and passes when it can read \(list(read))",
        hint: Self.line(known + read), code: .environment)
    case .failed(let check, let output):
      Failure(
        "the \(check) fails in \(place)" + said(output), hint: hint(known),
        code: .environment)
    }
  }

  /// What a person has to know where it passes: files of its own that would land with each task's work.
  var warning: (what: String, hint: String)? {
    guard case .passed(let left) = outcome, let first = left.first else { return nil }
    let others = left.count == 1 ? "" : " and \(left.count - 1) more"
    return (
      "it leaves \(PlainText.clean(first.bytes))\(others), which git does not ignore: each task would land that",
      "add it to .gitignore, and commit that"
    )
  }

  /// The line that lets commands read these.
  static func line(_ paths: [String]) -> String {
    "in .orchestrator.yaml, under worker:  read: [" + paths.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }

  private func hint(_ known: [String]) -> String {
    if !read.isEmpty { return "it may have to read \(list(read)): " + Self.line(known + read) }
    if !missing.isEmpty { return "not in PATH: \(list(missing)); install it, or have `bootstrap` do so" }
    return "a run would not start either: mend it, or put what git does not carry into `bootstrap` or `copy`"
  }

  /// Its last words.
  private func said(_ output: String) -> String {
    let lines = output.split(whereSeparator: \.isNewline).suffix(5).map { PlainText.clean($0.utf8) }
    return lines.isEmpty ? "" : ":\n" + lines.joined(separator: "\n")
  }

  private func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }
}
