/// A Markdown code block whose fence the text cannot close.
package func codeBlock(_ text: String) -> String {
  var longest = 0
  var current = 0
  for character in text {
    current = character == "`" ? current + 1 : 0
    longest = max(longest, current)
  }
  let fence = String(repeating: "`", count: max(3, longest + 1))
  return "\(fence)\n\(text)\n\(fence)"
}
