import Agents
import Configuration
import FoundationEssentials
import Journal
import Orchestration
import Planning
import SystemPackage
import Workers
import YAML

/// The interview on the terminal: questions and answers are kept as they come, and so is the plan at its end.
struct InterviewSession {
  let workspace: Workspace
  let output: Output
  let config: OrchestratorConfig
  /// The agent that asks.
  let agent: String
  /// Questions at most.
  let limit: Int
  /// Reads a line of the person's; nil at the end of the input.
  var answer: () -> String? = { readLine() }

  /// Asks, and returns the file of the plan.
  func plan(for goal: String?) async throws -> FilePath {
    guard let goal = try goal ?? wish() else {
      throw Failure("nothing was wished for", hint: "say what is to be done", code: .usage)
    }
    let directory = try interviewDirectory()
    var transcript = Transcript(file: UserFile(path: directory.appending("transcript.md")))
    try transcript.begin(goal)
    output.progress("what is said here is kept in \(transcript.file.path)")
    let text: String
    do {
      text = try await talk(goal, &transcript)
    } catch let problems as Diagnostics {
      throw Failure(
        problems.description,
        hint:
          "try again, or make a plan of what was said: git orchestrate plan --input \(transcript.file.path)",
        code: .configuration)
    }
    let file = UserFile(path: directory.appending("plan.md"))
    try file.create(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
    output.progress("the plan is kept in \(file.path)")
    return file.path
  }

  private func talk(_ goal: String, _ transcript: inout Transcript) async throws -> String {
    let landings = try workspace.landings(config)
    let known = try workspace.knownTasks(try workspace.tasks(config).tasks, landings)
    let interview = Interview(
      goal: goal, context: try workspace.planningContext(config, known: known), limit: limit)
    var talk = try await Consultation(agent: agent, in: workspace, config: config, schema: Interview.schema)
    talk.observe = AgentChatter(output).show
    output.progress("\(agent) looks round; Ctrl-C stops it")
    var prompt = interview.opening
    // One more than there are questions, for an agent that has to be told that it may not ask.
    for left in (-1...limit).reversed() {
      switch try await step(prompt, reminder: interview.opening + transcript.text, &talk) {
      case .plan(let text): return text
      case .question(let question):
        let heard = left > 0 ? ask(question) : nil
        try transcript.add(question, heard)
        prompt = Interview.reply(heard, left: left - 1)
      }
    }
    throw Failure(
      "\(agent) wrote no plan after \(counted(limit, "question"))",
      hint: "make a plan of \(transcript.file.path): git orchestrate plan --input FILE", code: .configuration)
  }

  /// One answer; one that is not of the form is asked for once more.
  private func step(
    _ prompt: String, reminder: String, _ talk: inout Consultation
  ) async throws -> Interview.Step {
    let first = try await talk.answer(prompt, reminder: prompt == reminder ? "" : reminder)
    do { return try read(first) } catch {
      let again =
        "Your answer was refused:\n\n\(codeBlock(error.description))\n\nAnswer in the form, with nothing around it.\n"
      return try read(try await talk.answer(again, reminder: reminder))
    }
  }

  private func read(_ answer: Consultation.Answer) throws(Diagnostics) -> Interview.Step {
    try Interview.step(answer.text, file: workspace.pathInRepository(answer.file))
  }

  private func wish() throws -> String? {
    output.terminal("What is to be done? ")
    return answer().flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }

  /// Nil when the person has said enough: with the end of the input.
  private func ask(_ question: String) -> String? {
    let lines = question.split(separator: "\n").map { visible(String($0)) }
    output.terminal("\n" + lines.joined(separator: "\n") + "\n> ")
    guard let text = answer() else {
      output.terminal("\n")
      return nil
    }
    return text.allSatisfy(\.isWhitespace) ? "(no answer: choose what is usual)" : text
  }

  private func interviewDirectory() throws -> FilePath {
    let id = RunID(startingAt: .now, suffix: UInt16.random(in: 0 ... .max))
    let directory = workspace.state.path.appending("interviews").appending(id.description)
    try FileManager.default.createDirectory(
      atPath: directory.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return directory
  }
}

/// What was asked and answered, on the disk before anything comes of it.
private struct Transcript {
  let file: UserFile
  private(set) var text = ""

  init(file: UserFile) { self.file = file }

  mutating func begin(_ goal: String) throws {
    text = "# \(goal)\n"
    try file.create(Array(text.utf8))
  }

  mutating func add(_ question: String, _ answer: String?) throws {
    let part = "\n## \(question)\n\n\(answer ?? "(enough)")\n"
    text += part
    try file.append(Array(part.utf8))
  }
}
