import Orchestration

extension ProjectProposal {
  /// The text of a first `.orchestrator.yaml`, commented for the person who reads it next.
  /// - Parameter baseBranch: the people's branch as git names it.
  package func configurationText(baseBranch: String) -> String {
    let defaults = OrchestratorConfig()
    return """
      # How git orchestrate works in this repository. Every key: git orchestrate config show
      version: 1

      # The people's branch, and the branch that proven work lands on.
      base_branch: \(scalar(baseBranch))
      main_branch: \(scalar(defaults.mainBranch))

      # Attempts at once.
      max_parallel: \(defaults.maxParallel)

      \(doctorText)

      # Shell commands that run once in every fresh checkout.
      bootstrap: \(list(bootstrap))

      # Named sets of paths. Tasks that write the same one wait for each other.
      \(resourcesText)

      worker:
        # Runs the `command` of each task's manifest.
        agent: command
        # No boundary: what a task runs can do what you can do.
        sandbox: none

      """
  }

  private var doctorText: String {
    let comment =
      basis.isEmpty
      ? "# Nothing was recognised here and so everything passes: replace this by what tests the repository."
      : "# What must pass before anything lands (found: \(basis.joined(separator: ", ")))."
    return comment + "\ndoctor: \(scalar(doctor))"
  }

  private var resourcesText: String {
    if resources.isEmpty { return "resources: []" }
    let items = resources.map { resource in
      let description = resource.description.map { "\n    description: \(scalar($0))" } ?? ""
      let paths = list(resource.paths.map(\.description))
      return "  - name: \(scalar(resource.name.description))\(description)\n    paths: \(paths)"
    }
    return "resources:\n" + items.joined(separator: "\n")
  }
}

/// A text as YAML that no reader takes for anything else.
private func scalar(_ text: String) -> String { JSON.string(doublingDollars(text)).compact }

private func list(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }
