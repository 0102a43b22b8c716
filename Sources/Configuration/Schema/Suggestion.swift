/// The candidate that a mistyped word most likely means; nil when none is near enough to be worth a guess.
package func suggestion(for word: String, among candidates: [String]) -> String? {
  // Far longer words match nothing, and comparing them costs their length squared.
  guard word.utf8.count <= 64 else { return nil }
  let wanted = folded(word)
  let near = candidates.map { (name: $0, distance: editDistance(wanted, folded($0))) }
    .filter { $0.distance <= min(wanted.count, $0.name.utf8.count) / 3 }
  return near.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

/// Spelling differences that are none: `maxParallel`, `max-parallel` and `max_parallel` are one word.
func folded(_ word: String) -> [UInt8] {
  word.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var older: [Int] = []
  var previous = Array(0...right.count)
  for i in left.indices {
    var row = [i + 1]
    for j in right.indices {
      let replaced = previous[j] + (left[i] == right[j] ? 0 : 1)
      var best = min(previous[j + 1] + 1, row[j] + 1, replaced)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, older[j - 1] + 1) }
      row.append(best)
    }
    (older, previous) = (previous, row)
  }
  return previous[right.count]
}
