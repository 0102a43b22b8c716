/// Columns of text, each as wide as its widest cell.
struct ColumnTable {
  struct Cell {
    var text: String
    var style: Palette.Style?

    init(_ text: String, _ style: Palette.Style? = nil) {
      self.text = text
      self.style = style
    }
  }

  struct Column {
    var title: String
    /// Longer cells are cut, columns of the terminal.
    var limit: Int
    var isNumber: Bool

    init(_ title: String, limit: Int = 40, isNumber: Bool = false) {
      self.title = title
      self.limit = limit
      self.isNumber = isNumber
    }
  }

  var columns: [Column]
  var rows: [[Cell]] = []

  /// The title line and one line a row; the last column takes what is left of `width`, or all it needs.
  func lines(width: Int?, palette: Palette) -> [String] {
    let all = [columns.map { Cell($0.title, .dim) }] + rows
    let widths = columns.indices.dropLast().map { place in
      min(columns[place].limit, all.map { $0[place].text.columns }.max() ?? 0)
    }
    let used = widths.reduce(0) { $0 + $1 + 2 }
    return all.map { line($0, widths, rest: width.map { max(0, $0 - used) }, palette) }
  }

  private func line(_ row: [Cell], _ widths: [Int], rest: Int?, _ palette: Palette) -> String {
    var line = ""
    for (place, width) in widths.enumerated() {
      let text = row[place].text.cut(toColumns: width)
      let padding = String(repeating: " ", count: max(0, width - text.columns))
      let painted = palette.paint(text, row[place].style)
      line += (columns[place].isNumber ? padding + painted : painted + padding) + "  "
    }
    if let last = row.last {
      line += palette.paint(rest.map { last.text.cut(toColumns: $0) } ?? last.text, last.style)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
