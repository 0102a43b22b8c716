import ArgumentParser
import Glibc

/// What every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(name: .customShort("C"), help: ArgumentHelp("Work in this repository.", valueName: "path"))
  var directory = "."

  @Flag(help: "Print JSON: one object with \"schema\", or one object a line for a stream.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print every event.")
  var verbose = false

  @Flag(help: "Print what an error was caused by.")
  var debug = false

  @Option(help: ArgumentHelp("Use colours.", valueName: "auto|always|never"))
  var color = ColorChoice.auto

  @Flag(help: "Print lines instead of a live table.")
  var noProgress = false

  func workspace() throws -> Workspace { try Workspace(at: directory) }

  var output: Output { Output(self) }
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto, always, never
}

/// Which run a command is about.
struct RunOption: ParsableArguments {
  @Option(help: ArgumentHelp("The run, or 'latest'.", valueName: "id"))
  var run = "latest"
}
