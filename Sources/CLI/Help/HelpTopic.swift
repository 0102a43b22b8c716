import Configuration

/// What `help TOPIC` explains, beside the commands' own `-h`.
enum HelpTopic: String, CaseIterable {
  case config
  case plan
  case states
  case safety
  case recovery
  case exitCodes = "exit-codes"

  /// Throws, with the nearest topic, for a name that is none.
  init(named name: String) throws {
    if let topic = HelpTopic(rawValue: name) {
      self = topic
      return
    }
    let names = HelpTopic.allCases.map(\.rawValue)
    let guess = suggestion(for: name, among: names)
    throw Failure(
      "there is no help on \(name)",
      hint: guess.map { "did you mean \($0)?" }
        ?? "topics: \(names.joined(separator: ", ")); of a command: git orchestrate \(name) -h", code: .usage)
  }

  var summary: String {
    switch self {
    case .config: "the configuration and where its values come from"
    case .plan: "how a plan becomes tasks, and the form that needs no model"
    case .states: "what a task's state means"
    case .safety: "what agents can do, and what is never touched"
    case .recovery: "after a crash, a conflict or a failed task"
    case .exitCodes: "what the exit codes say"
    }
  }

  var text: String {
    switch self {
    case .config: HelpTopic.configText
    case .plan: HelpTopic.planText
    case .states: HelpTopic.statesText
    case .safety: HelpTopic.safetyText
    case .recovery: HelpTopic.recoveryText
    case .exitCodes: HelpTopic.exitCodesText
    }
  }
}
