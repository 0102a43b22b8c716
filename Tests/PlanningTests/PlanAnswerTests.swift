import Configuration
import Testing
import YAML

@testable import Planning

@Suite struct PlanAnswerTests {
  @Test func anAnswerIsItems() throws {
    let plan = try answer(
      """
      Here it is:
      {"tasks": [
        {"item": "dates", "spec": "Parse.", "dependencies": ["007"], "locks": {"writes": ["api"]}, "agent": null},
        {"item": "words", "spec": null}
      ]}
      """)
    #expect(plan.items.map(\.name.value) == ["dates", "words"])
    #expect(plan.items.map(\.spec?.value) == ["Parse.", nil])
    #expect(plan.items[0].dependencies.map(\.value) == ["007"])
    #expect(plan.items[0].manifest.map(\.key) == ["locks", "agent"])
    // The place in the object, which is what is kept and shown.
    #expect(plan.items[0].name.mark == Mark(line: 2, column: 12))
  }

  @Test(arguments: [
    ("no", "1:1: expected a value"), (#"{"tasks": [}"#, "1:12: expected a value"),
    (#"{"tasks": []}"#, "1:1: there is no task in the answer"),
    (#"{"task": []}"#, "1:1: the answer must be an object with a list `tasks`"),
    (#"{"tasks": 5}"#, "1:11: `tasks` must be a list"),
    (#"{"tasks": [5]}"#, "1:12: a task must be an object"),
    (#"{"tasks": [{"spec": "x"}]}"#, "1:12: the task has no `item`"),
    (#"{"tasks": [{"item": []}]}"#, "1:21: `item` must be a text"),
    (#"{"tasks": [{"item": "a", "dependencies": "b"}]}"#, "1:42: `dependencies` must be a list"),
  ])
  func whatIsNotOfTheFormIsRefused(text: String, expected: String) {
    let found = problems { () throws(Diagnostics) in _ = try answer(text) }
    #expect(found.first?.hasPrefix(expected) == true, "\(found)")
  }
}
