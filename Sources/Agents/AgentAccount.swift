/// How an agent's program is found, where it keeps its sessions, and how it logs in.
package struct AgentAccount: Hashable, Sendable {
  /// The program, as `PATH` finds it.
  package var program: String
  /// Variables that hold its credentials, the strongest first; what it gets of ours when the configuration names
  /// none.
  package var variables: [String]
  /// The variable that names its directory of sessions and settings.
  package var directoryVariable: String
  /// That directory's name, in a person's home and in a task's.
  package var directory: String
  /// The file in it that `login` leaves.
  package var loginFile: String
  /// The arguments before a session that a person goes on with.
  package var resumption: [String]
  /// Every variable holds the same kind of key, so that one serves for the other.
  package var isInterchangeable: Bool
  /// What a person does who cannot log in.
  package var loginHint: String

  /// The credentials in `environment`. A program may read only the first of its variables where it matters, so
  /// that one is filled from the others.
  package func credentials(in environment: [String: String]) -> [String: String] {
    var found = environment.filter { variables.contains($0.key) && !$0.value.isEmpty }
    if let first = variables.first, found[first] == nil, isInterchangeable {
      found[first] = variables.lazy.compactMap { found[$0] }.first
    }
    return found
  }

  /// The command line with which a person goes on with a session by hand, in the task's worktree.
  ///
  /// - Parameters:
  ///   - home: the task's home, in which the session is.
  ///   - options: what the agent's turns were started with; the person's own settings are not in that home.
  package func takeover(
    of session: String, home: String, worktree: String, options: [String] = []
  ) -> String {
    let words = [program] + options + resumption + [session]
    return "cd \(Self.quoted(worktree)) && \(directoryVariable)=\(Self.quoted("\(home)/\(directory)")) "
      + words.map(Self.quoted).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || "-_./:=".utf8.contains(byte)
      }
    return isPlain
      ? word
      : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The version in what `--version` printed: `codex-cli 0.147.0`, `2.1.330 (Claude Code)`. Nil where none stands
  /// there.
  package static func version(in output: String) -> String? {
    output.split(whereSeparator: \.isWhitespace).map(String.init)
      .first { $0.first?.isNumber == true && $0.contains(".") }
  }
}
