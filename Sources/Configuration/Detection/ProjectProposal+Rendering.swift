import Orchestration

extension ProjectProposal {
  /// The text of a first `.orchestrator.yaml`, commented for the person who reads it next.
  /// - Parameters:
  ///   - baseBranch: the people's branch as git names it.
  ///   - agent: the agent that this machine has; nil where it has none.
  ///   - sandbox: what `worker.sandbox` is to be.
  ///   - read: what `worker.read` is to be.
  package func configurationText(
    baseBranch: String, agent: String? = nil, sandbox: Worker.Sandbox = .none, read: [String] = []
  ) -> String {
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
        # \(agent == nil ? "Runs the `command` of each task's manifest." : "Works on tasks that name no other.")
        agent: \(scalar(agent ?? AgentDefinition.shell))
      \(sandboxText(sandbox, read))

      """
  }

  private func sandboxText(_ sandbox: Worker.Sandbox, _ read: [String]) -> String {
    if sandbox == .none {
      return "  # No boundary: what a task runs can do what you can do.\n  sandbox: none"
    }
    let toolchains =
      read.isEmpty ? "" : "\n  # What they can read besides: toolchains.\n  read: \(list(read))"
    return """
        # The strongest that works on each machine: commands have their checkout, and of the rest only the system.
        sandbox: \(sandbox.rawValue)
      """ + toolchains
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

/// A text as YAML that no reader takes for anything else: bare where it is a word, else in quotes.
private func scalar(_ text: String) -> String {
  let isWord = text.first?.isLetter == true && text.utf8.allSatisfy(isWordByte)
  return isWord && !spokenFor.contains(text.lowercased()) ? text : JSON.string(doublingDollars(text)).compact
}

private func isWordByte(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    || Array("._-/".utf8).contains(byte)
}

/// Words that YAML 1.1 takes for a truth value or for nothing.
private let spokenFor: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]

private func list(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }
