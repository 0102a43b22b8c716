import Testing
import YAML

@testable import Planning

@Suite struct InterviewTests {
  @Test func anAnswerIsAQuestionOrThePlan() throws {
    #expect(try Interview.step(#"{"question": "Why?", "plan": null}"#, file: "a.json") == .question("Why?"))
    #expect(try Interview.step(#"{"question": null, "plan": "A"}"#, file: "a.json") == .plan("A"))
    // Whoever has a plan has nothing left to ask.
    #expect(try Interview.step(#"Well: {"question": "Why?", "plan": "A"}"#, file: "a.json") == .plan("A"))
    for text in ["Why?", "{}", "[]", #"{"question": " ", "plan": null}"#] {
      #expect(throws: Diagnostics.self) { try Interview.step(text, file: "a.json") }
    }
  }

  @Test func anAgentKnowsHowMuchItMayAsk() {
    #expect(Interview.reply("yes", left: 2).contains("You may ask 2 more."))
    #expect(Interview.reply("yes", left: 0).contains("Ask no more"))
    #expect(Interview.reply(nil, left: 2).contains("Ask no more"))
    #expect(Interview.reply("```\n# no", left: 1).contains("````\n```\n# no\n````"))
  }
}
