package import Configuration
package import Orchestration

/// What a planner may choose from here: the part of the configuration that its answer is held to.
package struct PlanningRules: Sendable {
  package let resources: [Resource]
  /// Agents that have something to run.
  package let agents: [String]
  /// Commands that a task may be judged by.
  package let commands: [String]
  package let doctor: String?

  package init(_ config: OrchestratorConfig) {
    resources = config.resources
    agents = config.workingAgentNames
    commands = Array(Set(config.commands)).sorted()
    doctor = config.doctor
  }

  /// The resources for a prompt, one a line.
  var resourceList: String {
    if resources.isEmpty { return "None is declared: every path belongs to `other`." }
    return resources.map { resource in
      let paths = resource.paths.map { "`\($0)`" }.joined(separator: ", ")
      return "- `\(resource.name)`: \(resource.description.map { "\($0) — " } ?? "")\(paths)"
    }.joined(separator: "\n") + "\n- `other`: every path that none of these has"
  }

  /// The JSON Schema of an answer. Of the kind that every maker's structured output takes: each key is required,
  /// what may be missing may be null.
  package var answerSchema: String {
    let task: [(String, String)] = [
      ("item", text("The item's name in the plan, a few words. The same whenever it is planned again.")),
      ("spec", optional(text("What the agent is to do, in Markdown. Null: leave that task as it is."))),
      ("description", text("One sentence for people.")),
      ("dependencies", list(text("An item, or the id of a task that is there."))),
      ("locks", object([("reads", list(resource)), ("writes", list(resource))])),
      ("files", object([("reads", list(glob)), ("writes", list(glob))])),
      ("estimated_minutes", #"{"type":"integer","description":"A guess of the working time."}"#),
      ("affected_tests", list(text("A test that the task concerns."))),
      ("agent", optional(choice(agents, "Null: the usual one."))),
      (
        "verify",
        object(
          ["doctor", "fast", "lint"].map { ($0, optional(choice(commands, "Null: the repository's."))) })
      ),
    ]
    return object([("tasks", list(object(task)))])
  }

  private var resource: String { choice(resources.map(\.name.description) + ["other"], "A resource.") }

  private var glob: String { text("A path pattern relative to the repository.") }

  private func text(_ description: String) -> String {
    #"{"type":"string","description":\#(quoted(description))}"#
  }

  private func choice(_ names: [String], _ description: String) -> String {
    // An empty choice is no schema.
    if names.isEmpty { return #"{"type":"null"}"# }
    let list = names.map(quoted).joined(separator: ",")
    return #"{"type":"string","enum":[\#(list)],"description":\#(quoted(description))}"#
  }

  private func optional(_ schema: String) -> String {
    schema == #"{"type":"null"}"# ? schema : #"{"anyOf":[\#(schema),{"type":"null"}]}"#
  }

  private func list(_ schema: String) -> String { #"{"type":"array","items":\#(schema)}"# }

  private func object(_ members: [(String, String)]) -> String {
    let properties = members.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",")
    let names = members.map { quoted($0.0) }.joined(separator: ",")
    return """
      {"type":"object","additionalProperties":false,"required":[\(names)],"properties":{\(properties)}}
      """
  }

  private func quoted(_ text: String) -> String { JSON.string(text).compact }
}
