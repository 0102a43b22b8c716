import Agents
import Configuration
import FoundationEssentials
import Git
import Journal
import Orchestration
import Planning
import Sandboxes
import SystemPackage
import Workers
import YAML

/// Lets an agent plan: one answer, and one more when the first is refused.
struct PlannerTalk {
  let desk: PlanDesk
  let agent: String
  let output: Output

  func outcome() async throws -> PlanDesk.Outcome {
    let prompt = try prompt()
    var talk = try await Consultation(
      agent: agent, in: desk.workspace, config: desk.config, schema: PlanningRules(desk.config).answerSchema)
    talk.observe = AgentChatter(output).show
    output.progress(
      "\(agent) plans \(desk.input.name) (for \(desk.config.planner.timeoutMinutes) minutes at most; Ctrl-C stops it)"
    )
    let first = try await talk.answer(prompt.text)
    let problems: Diagnostics
    do { return try desk.judge(read(first)) } catch { problems = error }
    output.progress(
      "the answer is refused, and \(agent) is told why: \(counted(problems.all.count, "mistake"))")
    let second = try await talk.answer(
      prompt.repair(problems, of: try? read(first)),
      reminder: prompt.text + "\n# Your first answer\n\n" + codeBlock(first.text) + "\n\n")
    do {
      return try desk.judge(read(second))
    } catch {
      throw Failure.planRefused(error, agent: agent, answer: second.file)
    }
  }

  private func read(_ answer: Consultation.Answer) throws(Diagnostics) -> Plan {
    try Plan(answer: answer.text, file: desk.workspace.pathInRepository(answer.file), digest: digest)
  }

  private func prompt() throws -> PlannerPrompt {
    PlannerPrompt(
      plan: desk.input.text, name: desk.input.name,
      context: try desk.workspace.planningContext(desk.config, known: desk.known))
  }
}

extension Workspace {
  /// What an agent that plans is told of the repository, by the files of the commit that is checked out.
  func planningContext(_ config: OrchestratorConfig, known: KnownTasks) throws -> PlanningContext {
    let repository = try openRepository()
    let paths = try layout.head.commit.map { try repository.paths(in: $0) } ?? []
    let tree = RepositoryTree(paths.map { RepositoryPath(bytes: $0.bytes) })
    return PlanningContext(tree: tree, rules: PlanningRules(config), known: known)
  }
}

/// What an agent says and does while somebody waits for its answer, with `--verbose`.
struct AgentChatter {
  let output: Output

  init(_ output: Output) { self.output = output }

  @Sendable func show(_ events: [Event]) {
    for event in events {
      switch event {
      case .agentTool(let text) where output.verbose: output.progress("  > \(text.text)")
      case .agentError(let text): output.progress("  \(text.text)")
      default: break
      }
    }
  }
}

extension Failure {
  fileprivate static func planRefused(_ problems: Diagnostics, agent: String, answer: FilePath) -> Failure {
    var failure = Failure(
      problems.description,
      hint: "nothing was written; the answer is kept in \(answer). Say more in the plan, or try again",
      code: .configuration,
      causes: ["\(agent) was told what was wrong with its first answer, and this is its second"])
    failure.evidence = answer.string
    return failure
  }
}
