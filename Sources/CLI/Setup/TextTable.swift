import YAML

/// Rows in columns as wide as their widest cell; safe on a terminal.
struct TextTable {
  let headings: [String]
  let rows: [[String]]

  /// A column in which no row has anything is left out.
  var lines: [String] {
    let table = [headings] + rows.map { $0.map(visible) }
    let columns = headings.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    let widths = columns.map { column in table.map { $0[column].count }.max() ?? 0 }
    return table.map { row in
      let cells = zip(columns, widths).map { column, width in
        row[column] + String(repeating: " ", count: width - row[column].count)
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
