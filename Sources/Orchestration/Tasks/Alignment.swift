/// Whether two sequences fit along each other, element by element, when a run of one stands for any number of
/// the other's elements. Takes time proportional to the product of the lengths: patterns come from
/// planners, and simple backtracking over many stars never ends.
func aligns<Left, Right>(
  _ left: [Left], _ right: [Right],
  leftRun: (Left) -> Bool, rightRun: (Right) -> Bool = { _ in false }, fit: (Left, Right) -> Bool
) -> Bool {
  // aligned[j] tells, for the part of `left` seen so far from its end, whether right[j...] fits it.
  var aligned = [Bool](repeating: false, count: right.count + 1)
  aligned[right.count] = true
  for j in right.indices.reversed() { aligned[j] = aligned[j + 1] && rightRun(right[j]) }
  for element in left.reversed() {
    let isRun = leftRun(element)
    var afterBoth = aligned[right.count]
    aligned[right.count] = aligned[right.count] && isRun
    for j in right.indices.reversed() {
      let afterLeft = aligned[j]
      aligned[j] =
        if isRun || rightRun(right[j]) {
          afterLeft || aligned[j + 1]
        } else {
          afterBoth && fit(element, right[j])
        }
      afterBoth = afterLeft
    }
  }
  return aligned[0]
}
