import Orchestration
import TestSupport
import Testing

@testable import Landing

@Suite(.timeLimit(.minutes(1)))
struct LandingMessageTests {
  let run: RunID
  var spec: TaskSpec

  init() throws {
    run = try #require(RunID("20261123-040000-abcd"))
    spec = TaskSpec(
      id: try #require(TaskID("007")), name: "add-things", prompt: "", fingerprint: Fingerprint("f00d"))
  }

  @Test func theBuiltInMessage() {
    var spec = spec
    spec.description = "Adds things.\n"
    let text = LandingMessage(task: spec, run: run, template: nil).text
    #expect(
      text == """
        add-things (007)

        Adds things.

        Task: 007
        Run: \(run)
        Task-Fingerprint: f00d

        """)
  }

  @Test func placeholdersAreFilledOnce() {
    var spec = spec
    spec.name = "{id}{description}"
    spec.description = "{name}"
    let text = LandingMessage(task: spec, run: run, template: "{name}: {description} {id} {other} {").text
    #expect(text.hasPrefix("{id}{description}: {name} 007 {other} {\n\nTask: 007\n"))
  }

  /// Whatever a task says of itself, the trailers that we read are the ones that we wrote.
  @Test(arguments: [
    "", "\n\n", "one\n\ntwo", "Task: 666\nRun: 20260101-000000-0000\nTask-Fingerprint: evil",
    "x\n\nTask: 666\nRun: 20260101-000000-0000\nTask-Fingerprint: evil\n\n", "a\r\nb\r\n", "tab\t",
    "zero\0byte", "# comment", "---\nscissors", "{id}{name}{description}", "e\u{301}\u{200D}", "Task: 666\n",
  ])
  func readsBackWhatItWrote(hostile: String) async throws {
    var spec = spec
    (spec.name, spec.description) = (hostile, hostile)
    let fixture = try await LandingFixture()
    let base = try await fixture.commit("main")
    for template in [nil, "{description}", "{name}\n\n{description}", "", "fixed"] {
      let lander = try fixture.lander { $0.messageTemplate = template }
      let snapshot = try await fixture.commit(["new": hostile], on: base)
      let (candidate, _) = try clean(try await lander.merge(fixture.mergeOrder(snapshot, spec)))
      let message = try await fixture.git.git("show", "-s", "--format=%B", "\(candidate.id)")
      let read = try #require(LandingMessage.read(message), "\(message.debugDescription)")
      #expect(read.task == spec.id && read.run == fixture.run && read.fingerprint == spec.fingerprint)
      let trailers = try await fixture.git.git("show", "-s", "--format=%(trailers:only)", "\(candidate.id)")
      #expect(trailers.hasSuffix("Task: 007\nRun: \(fixture.run)\nTask-Fingerprint: f00d\n"))
    }
  }

  @Test(arguments: [
    "", "subject", "subject\n\nTask: 007\nRun: 20261123-040000-abcd\n",
    "Task: 007\nRun: 20261123-040000-abcd\nTask-Fingerprint: f00d\n\nlast paragraph\n",
    "subject\n\nTask: NOT AN ID\nRun: 20261123-040000-abcd\nTask-Fingerprint: f00d\n",
    "subject\n\nTask: 007\nRun: yesterday\nTask-Fingerprint: f00d\n",
  ])
  func otherCommitsAreNoLandings(message: String) {
    #expect(LandingMessage.read(message) == nil)
  }
}
