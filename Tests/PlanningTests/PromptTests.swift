import Configuration
import Orchestration
import Testing
import YAML

@testable import Planning

@Suite struct PromptTests {
  private var config: OrchestratorConfig {
    var config = OrchestratorConfig()
    config.resources = [Resource(name: ResourceName("api"), paths: [Glob("src/**")].compactMap { $0 })]
    config.doctor = "make \"test\""
    return config
  }

  @Test func anAnswerIsHeldToWhatIsThere() throws {
    let schema = PlanningRules(config).answerSchema
    let root = try parse(Array(schema.utf8), file: "schema.json").root
    let flat = root.flattened.map { String($0.prefix { $0 != "@" }) }
    let task = "properties.tasks.items.properties"
    #expect(flat.contains("\(task).locks.properties.writes.items.enum=api"))
    #expect(flat.contains("\(task).locks.properties.writes.items.enum=other"))
    #expect(flat.contains("\(task).verify.properties.doctor.anyOf.enum=make \"test\""))
    #expect(
      flat.contains("\(task).agent.anyOf.enum=codex") && !flat.contains("\(task).agent.anyOf.enum=command"))
    #expect(flat.contains("additionalProperties=false"))
    #expect(flat.filter { $0.hasPrefix("properties.tasks.items.required=") }.count == 10)
  }

  private var context: PlanningContext {
    let tasks = [task("001", from: ("plan.md", "A", "x")), task("002", from: nil)]
    return PlanningContext(
      tree: RepositoryTree([RepositoryPath("src/a.c")]), rules: PlanningRules(config),
      known: KnownTasks(tasks: tasks, started: [tasks[1].spec.id], used: []))
  }

  @Test func anInterviewBeginsWithTheSame() {
    var interview = Interview(goal: "Do ``` it", context: context, limit: 3)
    let parts = ["````\nDo ``` it\n````", "- `api`: `src/**`", "src/a.c", "- `001` task\n- `002` task\n"]
    for part in parts + ["3 at most"] { #expect(interview.opening.contains(part), "\(part)") }
    interview.context.known = KnownTasks(tasks: [], started: [], used: [])
    #expect(interview.opening.contains("## Tasks that are there\n\nNone.\n\n## The repository"))
  }

  @Test func aPromptHasAllThatAPlannerNeeds() {
    let prompt = PlannerPrompt(plan: "Do ``` it", name: "plan.md", context: context)
    for part in [
      "````\nDo ``` it\n````", "- `api`: `src/**`", "src/a.c", "`001` task (item `A` of this plan)",
      "`002` task (written by hand; has started, so it stays as it is)", "judged by `make \"test\"`",
    ] { #expect(prompt.text.contains(part), "\(part)") }
  }

  @Test func aLargeTreeIsCounted() {
    let paths = (0..<500).map { RepositoryPath("a/b\($0 % 3)/c\($0).c") } + [RepositoryPath("README")]
    #expect(
      RepositoryTree(paths, limit: 10).lines
        == ["README", "a/b0/ (167 files)", "a/b1/ (167 files)", "a/b2/ (166 files)"])
    #expect(RepositoryTree(paths, limit: 3).lines == ["README", "a/ (500 files)"])
    #expect(RepositoryTree(paths).lines.count == 4)
    let flat = (0..<500).map { RepositoryPath("f\($0)") }
    #expect(RepositoryTree(flat, limit: 10).lines.last == "… and 490 more")
    #expect(RepositoryTree([]).lines == [])
  }
}
