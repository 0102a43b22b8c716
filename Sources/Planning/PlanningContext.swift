import Configuration
import Orchestration

/// What an agent that plans has to know of the repository: told alike to who interviews and to who makes tasks.
package struct PlanningContext: Sendable {
  package var tree: RepositoryTree
  package var rules: PlanningRules
  package var known: KnownTasks

  package init(tree: RepositoryTree, rules: PlanningRules, known: KnownTasks) {
    self.tree = tree
    self.rules = rules
    self.known = known
  }

  /// The chapters of a prompt that say it.
  ///
  /// - Parameter describe: one line for a task that is there.
  func chapters(_ describe: (TaskSpec) -> String) -> String {
    let tasks = known.tasks.map { "- \(describe($0.spec))" }
    return """
      ## Resources

      \(rules.resourceList)

      ## Tasks that are there

      \(tasks.isEmpty ? "None." : tasks.joined(separator: "\n"))

      ## The repository

      \(codeBlock(tree.lines.joined(separator: "\n")))
      """
  }
}
