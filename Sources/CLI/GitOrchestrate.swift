package import ArgumentParser

/// `git orchestrate`: the root of all commands.
package struct GitOrchestrate: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "git-orchestrate",
    abstract: "Run coding agents in parallel on one repository, and land only what was proven.",
    subcommands: [
      RunCommand.self, ResumeCommand.self, StopCommand.self, RetryCommand.self, SkipCommand.self,
      ApproveCommand.self, InitCommand.self, TrustCommand.self, TasksCommand.self, DiffCommand.self,
      DeliverCommand.self, ConfigCommand.self, CheckCommand.self, CleanCommand.self, UninstallCommand.self,
      VersionCommand.self, HelpCommand.self,
    ])

  package init() {}

  /// Parses, runs, and turns whatever goes wrong into words and an exit code.
  package static func start() async -> Int32 {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return 0
    } catch {
      return report(error)
    }
  }

  /// ArgumentParser's own errors keep their form; everything else is mapped in one place.
  private static func report(_ error: any Error) -> Int32 {
    if let exit = error as? ExitCode { return exit.rawValue }
    if error is CleanExit || error is ValidationError || isParserError(error) {
      let text = fullMessage(for: error)
      let code = exitCode(for: error).rawValue
      write(text + "\n", to: code == 0 ? 1 : 2)
      return code
    }
    let failure = Failure(describing: error)
    write(failure.text + "\n", to: 2)
    return failure.code.rawValue
  }

  /// The parser's error type is not public; its exit code for misuse is.
  private static func isParserError(_ error: any Error) -> Bool {
    String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
  }
}
