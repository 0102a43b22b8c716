import Glibc

/// The rows and columns of a terminal.
struct TerminalSize: Hashable, Sendable {
  var rows: Int
  var columns: Int

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// Nil where the descriptor is no terminal or does not know.
  init?(of descriptor: Int32) {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
      return nil
    }
    self.init(rows: Int(size.ws_row), columns: Int(size.ws_col))
  }

  /// What a terminal has that does not say.
  static let usual = TerminalSize(rows: 24, columns: 80)
}
