import Orchestration
import YAML

/// A task's manifest as it is written, every reference with its place.
struct Manifest: Sendable {
  var id: Located<TaskID>?
  var name: String?
  var description: String?
  var estimatedMinutes = TaskSpec.defaultEstimate
  var dependencies: [Located<TaskID>] = []
  var lockReads: [Located<ResourceName>] = []
  var lockWrites: [Located<ResourceName>] = []
  var fileReads: [Glob] = []
  var fileWrites: [Glob] = []
  var affectedTests: [String] = []
  var testPaths: [Glob] = []
  var tddMode = TDDMode.off
  var verify = Verification()
  var agent: String?
  var model: String?
  var command: String?
  var maxRetries: Int?
  var timeoutMinutes: Int?
  var sourcePlan: String?
  var sourceItem: String?
  var sourceHash: String?
}

extension Manifest {
  /// Every key of a manifest. To add one, add a property and one entry here.
  static let schema = Schema<Manifest>(keys: identityKeys + claimKeys + verificationKeys + attemptKeys)

  private static let identityKeys: [Key<Manifest>] = [
    Key("id", Kind<TaskID>.taskID.located, \.id, "The task's name: a-z, 0-9 and `-`.", isRequired: true),
    Key("name", .text(), \.name, "A few words in kebab-case; the folder's slug when missing."),
    Key("description", .anyText, \.description, "One sentence for people."),
    Key(
      "estimated_minutes", .integer(1...100_000, " of minutes"), \.estimatedMinutes,
      "A guess of the working time."),
    Key(
      "dependencies", Kind<TaskID>.taskID.located.list(of: "task ids"), \.dependencies,
      "Tasks that must have landed before."),
    Key("source.plan", .text(), \.sourcePlan, "The plan that the task came from."),
    Key("source.item", .text(), \.sourceItem, "The item of the plan."),
    Key("source.hash", .text(), \.sourceHash, "The hash of the item's text."),
  ]

  private static let claimKeys: [Key<Manifest>] = [
    Key("locks.reads", .resourceNames, \.lockReads, "Resources that the task reads."),
    Key("locks.writes", .resourceNames, \.lockWrites, "Resources that the task changes."),
    Key("files.reads", .globs, \.fileReads, "Paths that the task reads."),
    Key("files.writes", .globs, \.fileWrites, "Paths that the task changes."),
  ]

  private static let verificationKeys: [Key<Manifest>] = [
    Key(
      "affected_tests", Kind<String>.text().list(of: "texts"), \.affectedTests,
      "Tests that the task concerns."),
    Key("test_paths", .globs, \.testPaths, "What the first turn of strict TDD may change."),
    Key("tdd_mode", .choice, \.tddMode, "strict: failing tests first."),
    Key("verify.doctor", .command, \.verify.doctor, "Judges the task's attempts instead of the doctor."),
    Key("verify.fast", .command, \.verify.fast, "The task's fast tests."),
    Key("verify.lint", .command, \.verify.lint, "The task's lint."),
  ]

  private static let attemptKeys: [Key<Manifest>] = [
    Key("agent", .text("the name of an agent"), \.agent, "Who works on it; worker.agent when missing."),
    Key("model", .text(), \.model, "The agent's model."),
    Key("command", .command, \.command, "What the agent `command` runs."),
    Key("max_retries", .integer(0...100), \.maxRetries, "Attempts beyond the first."),
    Key(
      "timeout_minutes", .integer(1...10_080, " of minutes"), \.timeoutMinutes, "Working time of one attempt."
    ),
  ]

  /// The JSON Schema of a manifest, for editors and planners.
  static var jsonSchema: String { schema.jsonSchema(defaults: Manifest()).pretty + "\n" }
}

extension Kind where Value == [Located<ResourceName>] {
  fileprivate static var resourceNames: Kind {
    Kind<ResourceName>.resourceName.located.list(of: "resource names")
  }
}

extension Kind where Value == String {
  /// A text that may be empty.
  fileprivate static var anyText: Kind {
    scalar("a text", .object(["type": .string("string")]), parse: { $0 }, encode: JSON.string)
  }
}
