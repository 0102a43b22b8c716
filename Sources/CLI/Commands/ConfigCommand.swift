import ArgumentParser
import Configuration
import YAML

/// `config`: the configuration as it counts here.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Check or show the configuration, or print its JSON Schema.",
    subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self, ConfigSchemaCommand.self])
}

struct ConfigCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Print everything that is wrong with the configuration.")

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let output = options.output
    do {
      let loaded = try options.workspace().configuration()
      if output.json { return try output.json(ConfigFindings(loaded.warnings)) }
      for warning in loaded.warnings { output.progress("\(warning)") }
      output.progress(
        loaded.bytes == nil ? "there is no \(loaded.file): every key has its default" : "\(loaded.file): fine"
      )
    } catch let problems as Diagnostics where output.json {
      try output.json(ConfigFindings(problems.all))
      throw ExitCode(ExitStatus.configuration.rawValue)
    }
  }
}

private struct ConfigFindings: Encodable {
  let schema = 1
  let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

struct ConfigShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print every key with the value that counts.",
    discussion: "Values of the file stand as they are written there; ${VAR} is not expanded.")

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Say where each value comes from.")
  var origin = false

  func run() async throws {
    let loaded = try options.workspace().configuration()
    let text = loaded.rendered(withOrigins: origin)
    if options.json { return try options.output.json(ShownConfig(configuration: text)) }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      options.output.result(String(line))
    }
  }

  /// The configuration as YAML, which `.orchestrator.yaml` could hold.
  private struct ShownConfig: Encodable {
    let schema = 1
    let configuration: String
  }
}

struct ConfigSchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of .orchestrator.yaml, for editors.")

  @OptionGroup var options: GlobalOptions

  func run() async throws { write(OrchestratorConfig.jsonSchema, to: 1) }
}
