import Agents
import Configuration
import FoundationEssentials
import Journal
import Orchestration
import Sandboxes
import SystemPackage
import Workers

extension Consultation {
  /// A talk with one of the configuration's agents about this repository, kept below the state directory.
  init(
    agent: String, in workspace: Workspace, config: OrchestratorConfig, schema: String,
    keeping directory: FilePath? = nil
  ) async throws {
    var settings = config.agents[agent].map(AgentSettings.init) ?? AgentSettings()
    settings.model = config.planner.model ?? settings.model
    let rules = try await SandboxChoice(workspace: workspace, config: config).readingRules()
    let limits = CommandLimits(
      timeout: .seconds(config.planner.timeoutMinutes * 60), stall: .seconds(config.stallMinutes * 60),
      logBytes: config.maxLogMB << 20)
    self.init(
      agent: agent, settings: settings, at: workspace.root,
      keeping: try directory ?? workspace.freshTalk(), environment: workspace.environment,
      rules: rules, limits: limits, schema: schema)
    shim = Sandbox.Shim(
      program: try WorkerProgram.locate(), parent: ProcessInfo.processInfo.processIdentifier)
  }

  /// An answer; a signal stops the agent. What went wrong comes as a `Failure`.
  mutating func answer(_ prompt: String, reminder: String = "") async throws -> Answer {
    let talk = self
    let (next, answer) = try await Interruption.stopping {
      var talk = talk
      do {
        let answer = try await talk.ask(prompt, reminder: reminder)
        return (talk, answer)
      } catch let error as ConsultationError {
        throw Failure(error)
      }
    }
    self = next
    return answer
  }
}

extension Workspace {
  /// A directory for a new talk. The last ten are kept.
  func freshTalk() throws -> FilePath {
    let all = state.path.appending("plans")
    let files = FileManager.default
    let old = ((try? files.contentsOfDirectory(atPath: all.string)) ?? []).filter { RunID($0) != nil }
    for name in old.sorted().dropLast(9) { try? files.removeItem(atPath: all.appending(name).string) }
    let id = RunID(startingAt: .now, suffix: UInt16.random(in: 0 ... .max))
    let directory = all.appending(id.description)
    try files.createDirectory(
      atPath: directory.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return directory
  }
}

extension Failure {
  fileprivate init(_ error: ConsultationError) {
    switch error {
    case .notStarted(let agent, let program, let reason):
      self.init(
        "\(program), the program of the agent \(agent), does not start",
        hint: "install it, or plan without a model: --planner markdown", code: .environment,
        causes: reason.isEmpty ? [] : [reason])
    case .failed(let agent, let why, let trouble):
      let hint = trouble?.cause == .credentials ? "log in, or set its key" : "try again later"
      self.init("\(agent) gave no plan: \(why)", hint: hint, code: .environment)
    case .timedOut(let agent, let duration):
      self.init(
        "\(agent) gave no plan in \(LocalTime.span(duration / .seconds(1)))",
        hint: "planner.timeout_minutes and stall_minutes say how long it may take", code: .environment)
    case .noAnswer(let agent):
      self.init("\(agent) ended without an answer", hint: "try again", code: .environment)
    case .cancelled: self.init("stopped, and nothing was written", code: .interrupted)
    }
  }
}
