import ArgumentParser

/// `help`: what no single command's `-h` explains.
struct HelpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explain a topic: \(topics).")

  @Argument(help: "The topic, or a command.")
  var topic: String?

  func run() async throws {
    guard let topic else {
      write(GitOrchestrate.helpMessage() + "\n\nTOPICS:\n", to: 1)
      for topic in HelpTopic.allCases {
        let padding = String(repeating: " ", count: 24 - topic.rawValue.count)
        write("  \(topic.rawValue)\(padding)\(topic.summary)\n", to: 1)
      }
      return
    }
    write(try text(of: topic) + "\n", to: 1)
  }

  /// A topic goes before the command of the same name, which explains itself with `--help`.
  private func text(of topic: String) throws -> String {
    let command = GitOrchestrate.configuration.subcommands.first { $0.configuration.commandName == topic }
    if HelpTopic(rawValue: topic) == nil, let command { return GitOrchestrate.helpMessage(for: command) }
    return try HelpTopic(named: topic).text
  }

  private static var topics: String { HelpTopic.allCases.map(\.rawValue).joined(separator: ", ") }
}
