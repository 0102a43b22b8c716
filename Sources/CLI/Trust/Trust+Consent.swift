import Configuration
import Glibc
import Orchestration

extension Trust {
  /// Puts a question to the person at the terminal; false for anything but a clear yes.
  typealias Question = (String) -> Bool

  /// Goes on only with what a person approved: before, or now at the terminal, where everything new is shown.
  /// - Parameter ask: nil where nobody can be asked.
  func require(_ output: Output, ask: Question? = terminalQuestion) throws {
    guard case .untrusted(let changes) = try state() else { return }
    guard let ask else { throw Failure.untrusted(changes) }
    output.terminal("Nobody has approved this yet on this machine:\n\n")
    output.terminal(changes.lines.joined(separator: "\n") + "\n\n")
    guard ask("It would be run as you. Go on? [y/N] ") else { throw Failure.untrusted(changes) }
    try approve()
  }

  /// Standard input and standard error belong to a terminal.
  static var terminalQuestion: Question? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    return { question in
      write(question, to: STDERR_FILENO)
      return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
  }
}

extension Failure {
  static func untrusted(_ changes: TrustChanges) -> Failure {
    var parts: [String] = []
    if !changes.configuration.isEmpty { parts.append(".orchestrator.yaml") }
    let tasks = Set(changes.commands.map(\.task)).sorted().map(\.description)
    if !tasks.isEmpty { parts.append("commands of \(tasks.joined(separator: ", "))") }
    return Failure(
      "not approved on this machine: \(parts.joined(separator: " and "))",
      hint: "look at it and approve it: git orchestrate trust", code: .configuration)
  }
}
