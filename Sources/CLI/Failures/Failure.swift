/// What went wrong, in the form in which a person reads it.
struct Failure: Error, Hashable {
  /// `error: …`; several lines where there are several mistakes.
  var what: String
  /// `caused by: …`
  var causes: [String] = []
  /// `hint: …`: what to do now.
  var hint: String?
  var code: ExitStatus
  /// A file that shows what went wrong, for the journal.
  var evidence: String?

  init(_ what: String, hint: String? = nil, code: ExitStatus, causes: [String] = []) {
    self.what = what
    self.hint = hint
    self.code = code
    self.causes = causes
  }

  var text: String {
    var lines = [what.contains("error:") ? what : "error: \(what)"]
    lines += causes.map { "caused by: \($0)" }
    if let hint { lines.append("hint: \(hint)") }
    return lines.joined(separator: "\n")
  }
}

/// The exit codes of every command; `help` and the man page list them.
enum ExitStatus: Int32, Sendable {
  case success = 0
  /// The run finished, and something did not land.
  case unfinished = 1
  case configuration = 3
  case environment = 4
  /// A run is live, or a dead one has to be resumed or stopped first.
  case refused = 5
  /// A budget is spent.
  case budget = 6
  case usage = 64
  /// Our own fault.
  case software = 70
  case interrupted = 130
  case terminated = 143
}
