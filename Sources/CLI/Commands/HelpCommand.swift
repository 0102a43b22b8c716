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
    let command = GitOrchestrate.configuration.subcommands.first { $0.configuration.commandName == topic }
    let text = try command.map { GitOrchestrate.helpMessage(for: $0) } ?? HelpTopic(named: topic).text
    write(text + "\n", to: 1)
  }

  private static var topics: String { HelpTopic.allCases.map(\.rawValue).joined(separator: ", ") }
}
