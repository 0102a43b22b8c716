import Configuration

/// What a person approved: the value of `trust.json`.
struct Approval: Codable, Hashable {
  var version = 1
  /// The hash of the exact bytes of `.orchestrator.yaml`.
  var configuration: String
  /// Its text, so that a later change can be shown as one.
  var text: String
  /// The hashes of tasks' commands, sorted. What was approved once stays so when its task goes and comes back.
  var commands: [String]

  init(of trusted: TrustedText, after earlier: Approval?) {
    configuration = digest(trusted.configuration)
    text = String(decoding: trusted.configuration, as: UTF8.self)
    let new = trusted.commands.map { digest(Array($0.text.utf8)) }
    commands = Set(new + (earlier?.commands ?? [])).sorted()
  }

  func covers(_ command: TrustedText.Command) -> Bool { commands.contains(digest(Array(command.text.utf8))) }
}
