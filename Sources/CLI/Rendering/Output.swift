import FoundationEssentials
import Glibc
import Orchestration

/// Where a command writes: results on standard output, progress on standard error.
struct Output: Sendable {
  let json: Bool
  let quiet: Bool
  let verbose: Bool
  /// Whether results may be coloured.
  let isColored: Bool
  /// Whether progress goes to a terminal, so that a live table can be drawn.
  let isLive: Bool

  init(_ options: GlobalOptions) {
    json = options.json
    quiet = options.quiet
    verbose = options.verbose
    let environment = ProcessInfo.processInfo.environment
    let plain = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
    isColored =
      switch options.color {
      case .always: true
      case .never: false
      case .auto: !plain && isatty(STDOUT_FILENO) == 1
      }
    isLive =
      !options.noProgress && !options.json && !options.quiet && isatty(STDERR_FILENO) == 1
      && environment["TERM"] != "dumb"
  }

  /// Plain lines, for a process that nobody watches.
  init() {
    (json, quiet, verbose) = (false, false, false)
    (isColored, isLive) = (false, false)
  }

  /// A line of the result.
  func result(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

  /// A line of a result that may have no end; false when nobody reads it any more.
  func stream(_ line: String) -> Bool { write(Array((line + "\n").utf8), to: STDOUT_FILENO) }

  /// A line of progress; silent with `--quiet`.
  func progress(_ line: String) { if !quiet { write(line + "\n", to: STDERR_FILENO) } }

  /// Text for the terminal as it is, for the live table.
  func terminal(_ text: String) { write(text, to: STDERR_FILENO) }

  /// What a line of the result may take; nil where it goes to no terminal and is not to be cut.
  var width: Int? { TerminalSize(of: STDOUT_FILENO)?.columns }

  var palette: Palette { Palette(isColored: isColored) }

  /// One journal record on one line, with the keys that it has in the journal; false when nobody reads it.
  @discardableResult
  func json(record: EventRecord) throws -> Bool {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return stream(String(decoding: try encoder.encode(record), as: UTF8.self))
  }

  /// One JSON value on one line.
  func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    result(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

/// Writes all of it, or as much as the reader takes: a closed pipe is no error of ours.
///
/// - Returns: false when the reader is gone.
@discardableResult
func write(_ text: String, to descriptor: Int32) -> Bool { write(Array(text.utf8), to: descriptor) }

/// See above.
@discardableResult
func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written < 0, errno == EINTR || errno == EAGAIN { continue }
    if written <= 0 { return false }
    rest = rest.dropFirst(written)
  }
  return true
}
