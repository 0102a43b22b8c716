package import SystemPackage

/// One program to run: the input and the output of a sandbox's wrapping.
package struct Command: Hashable, Sendable {
  /// The program and its arguments, never empty. A program without `/` is looked up in the environment's `PATH`.
  package var arguments: [String]
  package var workingDirectory: FilePath
  /// Complete: nothing else is inherited.
  package var environment: [String: String]
  /// What stands on standard input; empty means end of file at once.
  package var input: [UInt8]

  package init(
    _ arguments: [String], in workingDirectory: FilePath, environment: [String: String], input: [UInt8] = []
  ) {
    precondition(!arguments.isEmpty, "a command has a program")
    self.arguments = arguments
    self.workingDirectory = workingDirectory
    self.environment = environment
    self.input = input
  }

  /// A command line for `/bin/sh`.
  package init(
    shell text: String, in workingDirectory: FilePath, environment: [String: String], input: [UInt8] = []
  ) {
    self.init(["/bin/sh", "-c", text], in: workingDirectory, environment: environment, input: input)
  }
}
