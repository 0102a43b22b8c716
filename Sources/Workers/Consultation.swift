package import Agents
import FoundationEssentials
package import Orchestration
package import Sandboxes
import Synchronization
package import SystemPackage

/// A talk with an agent outside of any run: it looks round a directory, changes nothing, and answers in a given form.
/// Its session lasts as long as the talk.
package struct Consultation: Sendable {
  /// The agent's name and what the configuration says of it.
  package var agent: String
  package var settings: AgentSettings
  /// Where it looks round.
  package var place: FilePath
  /// Where its home, its prompts and its answers are kept; made where it is missing.
  package var directory: FilePath
  /// Our own environment; it gets the allowed part of it.
  package var environment: [String: String]
  package var rules: SandboxRules
  package var shim: Sandbox.Shim?
  /// For each answer.
  package var limits: CommandLimits
  /// The JSON Schema of its answers.
  package var schema: String
  /// Gets what the agent says and does meanwhile.
  package var observe: @Sendable ([Event]) -> Void = { _ in }
  private var session: String?
  private var spent = Usage()
  private var count = 0

  package init(
    agent: String, settings: AgentSettings, at place: FilePath, keeping directory: FilePath,
    environment: [String: String], rules: SandboxRules, limits: CommandLimits, schema: String
  ) {
    self.agent = agent
    self.settings = settings
    self.place = place
    self.directory = directory
    self.environment = environment
    self.rules = rules
    self.limits = limits
    self.schema = schema
  }

  /// An answer and the file that it is kept in.
  package struct Answer: Hashable, Sendable {
    package var text: String
    package var file: FilePath
  }

  /// Asks once; an agent that has sessions remembers what was asked before.
  ///
  /// - Parameter reminder: what an agent that remembers nothing has to be told again, in front of the prompt.
  /// - Throws: `ConsultationError`; cancelling the task stops the agent.
  package mutating func ask(_ prompt: String, reminder: String = "") async throws -> Answer {
    count += 1
    let turn = try turn(session == nil ? reminder + prompt : prompt)
    let description = try AgentDescription(for: turn)
    let invocation = try description.invocation(turn)
    let secrets = settings.secrets(for: description.account, in: environment)
    let login =
      secrets.isEmpty ? description.account.flatMap { AgentHome.login(of: $0, in: environment) } : nil
    if let account = description.account { try AgentHome(account: account, home: home).prepare(login: login) }
    let talk = Talk(description, AgentProgress(of: turn), observe)
    let log = directory.appending("agent-\(count).jsonl")
    let errors = description.isStructured ? directory.appending("agent-\(count).log") : nil
    let output = CommandOutput(log: log, errors: errors, lineLimit: 16 << 20) { talk.read($0) }
    let result = try await run(command(invocation, secrets), sharing: login, hiding: secrets, output)
    session = talk.session ?? session
    spent = spent + talk.usage
    try talk.check(result, description, agent: agent)
    return try keep(description.isStructured ? talk.answer : text(of: log))
  }

  /// Everything that an agent without a form of its own printed.
  private func text(of log: FilePath) -> String? {
    FileManager.default.contents(atPath: log.string).map { String(decoding: $0, as: UTF8.self) }
  }

  private var home: PrivateHome { PrivateHome(directory.appending("home")) }

  private func turn(_ prompt: String) throws -> AgentTurn {
    try home.prepare(rules)
    // Beside the home's other files, because a sandbox shows nothing else of the directory.
    let form = AnswerForm(schema: schema, file: home.path.appending("schema.json").string)
    try Data(form.schema.utf8).write(to: URL(filePath: form.file), options: .atomic)
    try Data(prompt.utf8).write(
      to: URL(filePath: directory.appending("prompt-\(count).md").string), options: .atomic)
    var turn = settings.turn(of: agent, prompt: prompt)
    (turn.session, turn.spent) = (session, spent)
    turn.home = home.path.string
    turn.answer = form
    turn.isConfined = rules.kind != .none
    return turn
  }

  private func command(_ invocation: AgentInvocation, _ secrets: [String: String]) -> Command {
    let allowed = CommandEnvironment.allowed(from: environment, temporary: home.temporary.string)
    let variables = [rules.home(home), invocation.environment, secrets]
    return Command(
      invocation.arguments, in: place, environment: variables.reduce(allowed) { $0.merging($1) { $1 } },
      input: Array(invocation.input.utf8))
  }

  private func run(
    _ command: Command, sharing login: FilePath?, hiding secrets: [String: String], _ output: CommandOutput
  ) async throws -> CommandResult {
    let confinement = rules.readingConfinement(
      of: place, writable: [home.path] + (login.map { [$0] } ?? []))
    let sandbox = Sandbox(confinement, shim: shim)
    let nonce = Nonce(String(UInt64.random(in: 0 ... .max), radix: 36))
    do {
      return try await CommandRunner(
        sandbox: sandbox, nonce: nonce, redactor: Redactor(Secrets(among: secrets))
      ).run(command, to: output, within: limits)
    } catch CommandError.notStarted(let program, let reason) {
      throw ConsultationError.notStarted(agent: agent, program: program, reason: reason)
    }
  }

  private func keep(_ text: String?) throws -> Answer {
    guard let text, text.contains(where: { !$0.isWhitespace }) else {
      throw ConsultationError.noAnswer(agent: agent)
    }
    let file = directory.appending("answer-\(count).json")
    try Data(text.utf8).write(to: URL(filePath: file.string), options: .atomic)
    return Answer(text: text, file: file)
  }
}

/// Why an agent gave no answer.
package enum ConsultationError: Error, Hashable {
  case notStarted(agent: String, program: String, reason: String)
  case failed(agent: String, why: String, trouble: AgentTrouble?)
  case timedOut(agent: String, Duration)
  case cancelled
  case noAnswer(agent: String)
}
