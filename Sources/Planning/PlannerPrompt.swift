import Configuration
import Orchestration
package import YAML

/// What a planner is told.
package struct PlannerPrompt: Sendable {
  package var plan: String
  /// How the plan is known.
  package var name: String
  package var context: PlanningContext

  package init(plan: String, name: String, context: PlanningContext) {
    self.plan = plan
    self.name = name
    self.context = context
  }

  package var text: String {
    [
      "# Turn a plan into tasks", PlannerPrompt.introduction, "## The plan (`\(name)`)", codeBlock(plan),
      context.chapters(line), "## Rules", ruleText,
      "## The form of the answer", PlannerPrompt.form + "\n\n" + codeBlock(context.rules.answerSchema),
    ].joined(separator: "\n\n") + "\n"
  }

  /// What is said about an answer that was refused.
  ///
  /// - Parameter plan: the answer, where it could be read: the problems name its items by the ids that they would get.
  package func repair(_ problems: Diagnostics, of plan: Plan?) -> String {
    let ids = plan.map { PlanNaming($0, named: name, known: context.known).legend } ?? []
    let legend = ids.isEmpty ? "" : " The ids would be: \(ids.joined(separator: ", "))."
    return """
      # Your answer was refused

      \(codeBlock(problems.description))

      The places are those of your answer.\(legend) Mend all of this and answer again with the whole list of tasks, in the same
      form and with nothing around it. This is the last time that you are asked.

      """
  }

  private static let introduction = """
    Coding agents will carry the tasks out in parallel, each in a worktree of its own that begins at the newest state
    in which its dependencies have landed. Read what you need of the repository; change nothing.
    """

  private static let form = """
    Answer with one JSON object and nothing around it. It has to hold against this schema:
    """

  private var ruleText: String {
    var rules = """
      - A task is what one agent does well in one sitting, with its own tests. Prefer several independent tasks.
      - `spec` is all that the agent is told: say what, where, why, and what is done when. It does not see the plan.
      - `item` names the piece of the plan. Use the name of a task that is there and comes from this plan when it is
        the same piece of work, and answer `"spec": null` for it when the plan says nothing new about it. Leave none
        of them out that the plan still has.
      - `dependencies` are only what must have landed before: name items of your answer, or ids of tasks that are there.
        No circles.
      - Declare what a task changes: `locks.writes` for resources, `files.writes` for exact paths in them. Two tasks
        that may write the same files must depend on each other, or write-lock the same resource.
      - Files outside of every resource need the lock `other`.
      - `verify` is for a task that needs another command than the repository's. Use no command that is not
        listed here: \(commands).
      """
    if let doctor = context.rules.doctor { rules += "\n- Every task is judged by `\(doctor)`." }
    return rules
  }

  private var commands: String {
    let commands = context.rules.commands
    return commands.isEmpty ? "there is none" : commands.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// One line for a task that is there.
  private func line(_ spec: TaskSpec) -> String {
    let origin = spec.source.map { $0.plan == name ? "item `\($0.item)` of this plan" : "of another plan" }
    let state = context.known.started.contains(spec.id) ? "; has started, so it stays as it is" : ""
    return "`\(spec.id)` \(spec.name) (\(origin ?? "written by hand")\(state))"
      + (spec.description.isEmpty ? "" : ": \(spec.description)")
  }
}
