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
  /// What `onLines` gets of a line, bytes.
  package var lineLimit: Int

  /// Enough for a line that people read.
  package static let textLine = 64 << 10

  package init(
    log: FilePath, errors: FilePath? = nil, lineLimit: Int = textLine, onLines: LineReader? = nil
  ) {
    self.log = log
    self.errors = errors
    self.lineLimit = lineLimit
    self.onLines = onLines
  }
}
