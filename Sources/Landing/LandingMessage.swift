package import Orchestration

/// The message of a landing commit. Its trailers are what a fresh clone's ledger is rebuilt from.
package struct LandingMessage: Hashable, Sendable {
  package let text: String

  package init(task: TaskSpec, run: RunID, template: String?) {
    let subject = "\(task.name) (\(task.id))"
    let filled = (template ?? "{name} ({id})\n\n{description}").replacing([
      "{id}": task.id.description, "{name}": task.name, "{description}": task.description,
    ])
    let trailers = [
      "Task: \(task.id)", "Run: \(run)", "Task-Fingerprint: \(task.fingerprint)",
    ]
    // The first paragraph of a message is never one of trailers, and a message ends at its first zero byte.
    let body = filled.allSatisfy(\.isWhitespace) ? subject : trimmed(filled)
    text = (body + "\n\n" + trailers.joined(separator: "\n") + "\n").filter { $0 != "\0" }
  }

  /// What a landing commit's trailers say; nil for any other commit.
  package static func read(_ message: String) -> (task: TaskID, run: RunID, fingerprint: Fingerprint)? {
    guard let (task, run) = origin(message), let fingerprint = trailers(message)["Task-Fingerprint"] else {
      return nil
    }
    return (task, run, Fingerprint(String(fingerprint)))
  }

  /// The task and the run in which a commit was made, landed or not; nil for a person's.
  package static func origin(_ message: String) -> (task: TaskID, run: RunID)? {
    let values = trailers(message)
    guard let task = values["Task"].flatMap({ TaskID(String($0)) }),
      let run = values["Run"].flatMap({ RunID(String($0)) })
    else { return nil }
    return (task, run)
  }

  private static func trailers(_ message: String) -> [Substring: Substring] {
    var values: [Substring: Substring] = [:]
    let last = trimmed(message).split(separator: "\n\n", omittingEmptySubsequences: true).last ?? ""
    for line in last.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1].drop { $0 == " " } }
    }
    return values
  }
}

private func trimmed(_ text: String) -> String {
  var text = Substring(text)
  while text.last?.isWhitespace == true { text.removeLast() }
  return String(text)
}

extension String {
  /// Replaces every placeholder once, from left to right: what is put in is not looked at again.
  fileprivate func replacing(_ placeholders: [String: String]) -> String {
    var result = ""
    var rest = Substring(self)
    while !rest.isEmpty {
      if let (key, value) = placeholders.first(where: { rest.hasPrefix($0.key) }) {
        result += value
        rest = rest.dropFirst(key.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
