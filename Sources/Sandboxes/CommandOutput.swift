package import SystemPackage

/// Where a command's output goes.
package struct CommandOutput: Sendable {
  /// Reads complete lines while the command runs, in order, without line ends; what it throws ends the command.
  package typealias LineReader = @Sendable ([[UInt8]]) async throws -> Void

  /// Standard output, appended. Standard error too, in the order in which both were written, unless `errors`
  /// names a file of its own.
  package var log: FilePath
  package var errors: FilePath?
  /// Gets the lines of what goes to `log`.
  package var onLines: LineReader?

  package init(log: FilePath, errors: FilePath? = nil, onLines: LineReader? = nil) {
    self.log = log
    self.errors = errors
    self.onLines = onLines
  }
}
