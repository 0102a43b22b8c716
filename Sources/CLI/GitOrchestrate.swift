package import ArgumentParser
import Configuration
import FoundationEssentials

/// `git orchestrate`: the root of all commands.
package struct GitOrchestrate: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "git-orchestrate",
    abstract: "Run coding agents in parallel on one repository, and land only what was proven.",
    usage: "git orchestrate <command>",
    version: "git-orchestrate \(CLI.version)",
    groupedSubcommands: [
      CommandGroup(
        name: "Set up",
        subcommands: [
          InitCommand.self, CheckCommand.self, ConfigCommand.self, TrustCommand.self, UninstallCommand.self,
        ]),
      CommandGroup(
        name: "Run",
        subcommands: [
          PlanCommand.self, AutopilotCommand.self, TasksCommand.self, RunCommand.self, StatusCommand.self,
          StopCommand.self,
          ResumeCommand.self,
          WaitCommand.self,
        ]),
      CommandGroup(
        name: "The morning after",
        subcommands: [
          DiffCommand.self, RetryCommand.self, SkipCommand.self, ApproveCommand.self, DeliverCommand.self,
          CleanCommand.self,
        ]),
      CommandGroup(
        name: "Know more",
        subcommands: [
          RunsCommand.self, LogsCommand.self, AccessCommand.self, HookCommand.self, VersionCommand.self,
          HelpCommand.self,
        ]),
    ])

  package init() {}

  /// Parses, runs, and turns whatever goes wrong into words and an exit code.
  package static func start() async -> Int32 {
    var arguments = Array(CommandLine.arguments.dropFirst())
    do {
      try enterDirectories(of: &arguments)
      try refuseUnknownCommand(arguments)
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return ExitStatus.success.rawValue
    } catch {
      return report(error, debug: arguments.contains("--debug"))
    }
  }

  /// `-C <path>` before the command, as git has it.
  private static func enterDirectories(of arguments: inout [String]) throws {
    while arguments.first == "-C", arguments.count > 1 {
      guard FileManager.default.changeCurrentDirectoryPath(arguments[1]) else {
        throw Failure("cannot enter \(arguments[1])", hint: "-C takes a directory", code: .environment)
      }
      arguments.removeFirst(2)
    }
  }

  /// A mistyped command gets the one that was probably meant.
  private static func refuseUnknownCommand(_ arguments: [String]) throws {
    guard let word = arguments.first, !word.hasPrefix("-") else { return }
    let known = configuration.subcommands.compactMap { $0.configuration.commandName }
    if known.contains(word) { return }
    let guess = suggestion(for: word, among: known).map { "did you mean '\($0)'? " } ?? ""
    throw Failure(
      "there is no command '\(word)'", hint: guess + "'git orchestrate help' lists the commands", code: .usage
    )
  }

  /// ArgumentParser's own errors keep their form; everything else is mapped in one place.
  private static func report(_ error: any Error, debug: Bool) -> Int32 {
    if let exit = error as? ExitCode { return exit.rawValue }
    if error is CleanExit || error is ValidationError || isParserError(error) {
      let text = fullMessage(for: error)
      let code = exitCode(for: error).rawValue
      let ours = text.hasPrefix("Error: ") ? "error: " + text.dropFirst(7) : text
      write(ours + "\n", to: code == 0 ? 1 : 2)
      return code
    }
    let failure = Failure(describing: error)
    write(failure.text + "\n", to: 2)
    if debug { write("debug: \(String(reflecting: error))\n", to: 2) }
    return failure.code.rawValue
  }

  /// The parser's error type is not public; its exit code for misuse is.
  private static func isParserError(_ error: any Error) -> Bool {
    String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
  }
}
