import YAML

extension ColumnTable {
  /// Plain cells, made safe for a terminal; a column in which no row has anything is left out.
  init(headings: [String], rows: [[String]]) {
    let shown = headings.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    columns = shown.map { Column(headings[$0], limit: .max) }
    self.rows = rows.map { row in shown.map { Cell(visible(row[$0])) } }
  }

  /// As wide as it needs to be, without colours.
  var lines: [String] { lines(width: nil, palette: Palette(isColored: false)) }
}
