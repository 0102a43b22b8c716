import Configuration
import Orchestration
package import YAML

/// An interview before there is a plan: an agent asks a person what it has to know, and then writes the plan.
package struct Interview: Sendable {
  /// What the person wants.
  package var goal: String
  package var context: PlanningContext
  /// Questions at most.
  package var limit: Int

  package init(goal: String, context: PlanningContext, limit: Int) {
    self.goal = goal
    self.context = context
    self.limit = limit
  }

  /// What an agent answers.
  package enum Step: Hashable, Sendable {
    case question(String)
    /// The plan, in Markdown.
    case plan(String)
  }

  /// The JSON Schema of a step.
  package static let schema = """
    {"type":"object","additionalProperties":false,"required":["question","plan"],"properties":{\
    "question":{"anyOf":[{"type":"string","description":"The next question."},{"type":"null"}]},\
    "plan":{"anyOf":[{"type":"string","description":"The plan in Markdown, when nothing is left to ask."},\
    {"type":"null"}]}}}
    """

  /// What the agent is told first.
  package var opening: String {
    """
    # Find out what is to be done

    A person wants something done in this repository. Read what you need of it; change nothing. Ask the person what
    the repository cannot tell you and what would change the plan, one short question at a time, \(limit) at most. Ask
    nothing when nothing is unclear. Then write the plan: headings with what is to be done, where, why, and what is
    done when, so that somebody who has not heard the answers can make tasks of it.

    ## What the person wants

    \(codeBlock(goal))

    \(context.chapters { "`\($0.id)` \($0.name)" })

    ## The form of each answer

    One JSON object, either with a `question` or with the `plan`, the other one null:

    \(codeBlock(Self.schema))

    """
  }

  /// What it is told after a question.
  package static func reply(_ answer: String?, left: Int) -> String {
    let heard =
      answer.map { "The person answers:\n\n\(codeBlock($0))\n\n" } ?? "The person has said enough.\n\n"
    return heard
      + (left > 0 && answer != nil ? "You may ask \(left) more." : "Ask no more: answer with the `plan`.")
      + "\n"
  }

  /// Takes an answer apart; throws what is wrong with its form.
  package static func step(_ answer: String, file: String) throws(Diagnostics) -> Step {
    let text = Plan.json(in: answer)
    let root = try parse(Array(text.utf8), file: file).root
    func value(_ key: String) -> String? {
      guard case .mapping(let entries) = root.content else { return nil }
      return entries.first { $0.key == key }?.value.text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
    if let plan = value("plan") { return .plan(plan) }
    if let question = value("question") { return .question(question) }
    let source = Source(file: file, text: text)
    throw Diagnostics([source.error(at: root.mark, "the answer has neither a `question` nor a `plan`")])
  }
}
