import Agents
import Configuration
import Orchestration
import Workers

/// Which of the agents that need no description this machine has.
struct AgentCheck {
  /// In the order in which `init` prefers them.
  let probes: [AgentProbe]

  /// Looks at all of them at once.
  ///
  /// - Parameter config: may say from which variables an agent gets its key.
  init(
    _ environment: [String: String], config: OrchestratorConfig = OrchestratorConfig(),
    names: Set<String> = Set(AgentDefinition.programs)
  ) async {
    let wanted = AgentDescription.builtIn.filter { names.contains($0.name) }
    let found = await withTaskGroup(of: AgentProbe?.self) { group in
      for agent in wanted {
        let seen = environment.seen(by: agent, config.agents[agent.name]?.env)
        group.addTask { await AgentProbe.look(at: agent, environment: seen) }
      }
      return await group.reduce(into: [:]) { $0[$1?.agent] = $1 }
    }
    probes = wanted.compactMap { found[$0.name] }
  }

  /// The agent of a first configuration: one that can log in before one that cannot; nil where none is installed.
  var choice: String? {
    let installed = probes.filter { if case .found = $0.program { true } else { false } }
    let ready = installed.first { if case .none = $0.login { false } else { true } }
    return (ready ?? installed.first)?.agent
  }

  /// One line of `check` for each agent.
  ///
  /// - Parameter needs: the tasks that need the agent's program, by its name.
  func findings(needs: [String: [TaskID]]) -> [Finding] {
    probes.map { probe in
      guard let tasks = needs[probe.agent], !tasks.isEmpty else { return .ok(probe.agent, probe.words) }
      if let failure = probe.failure(tasks) { return .fail(probe.agent, failure) }
      if case .none(let hint) = probe.login { return .warn(probe.agent, probe.words, hint: hint) }
      return .ok(probe.agent, probe.words)
    }
  }

  /// Throws when a task needs a program that is not there: before there is a run.
  static func require(
    _ tasks: [TaskSpec], _ config: OrchestratorConfig, _ environment: [String: String]
  ) async throws {
    let needs = config.programs(of: tasks)
    let check = await AgentCheck(environment, config: config, names: Set(needs.keys))
    for probe in check.probes {
      if let failure = probe.failure(needs[probe.agent] ?? []) { throw failure }
    }
  }
}

extension OrchestratorConfig {
  /// The built-in agents whose programs the tasks need here, each with those tasks. In a container it is the
  /// image that has to have them.
  func programs(of tasks: [TaskSpec]) -> [String: [TaskID]] {
    if worker.sandbox == .docker || worker.sandbox == .podman { return [:] }
    let users = Dictionary(grouping: tasks) { $0.agent ?? worker.agent }.mapValues { $0.map(\.id) }
    return users.filter { AgentDefinition.programs.contains($0.key) && agents[$0.key]?.command == nil }
  }
}

extension AgentProbe {
  /// `0.147.0, key in OPENAI_API_KEY`
  var words: String {
    switch program {
    case .missing: return "not installed"
    case .broken: return "`\(agent) --version` does not work"
    case .found(let version):
      switch login {
      case .variable(let name): return "\(version), key in \(name)"
      case .file(let path): return "\(version), logged in (\(path))"
      case .none: return "\(version), cannot log in"
      }
    }
  }

  /// One line, because nothing else is to be said before anything starts.
  fileprivate func failure(_ tasks: [TaskID]) -> Failure? {
    if case .found = program { return nil }
    let who = tasks.count > 3 ? "\(tasks.count) tasks" : tasks.map(\.description).joined(separator: ", ")
    let what = program == .missing ? "\(agent) is not installed" : words
    let need = tasks.count == 1 ? "needs" : "need"
    return Failure(
      "\(what), and \(who) \(need) it: put it on the PATH, or choose another `worker.agent`",
      code: .environment)
  }
}

extension [String: String] {
  /// What an agent logs in with: where the configuration names variables, no other key counts.
  fileprivate func seen(by agent: AgentDescription, _ named: [String]?) -> Self {
    guard let named, let account = agent.account else { return self }
    return filter { named.contains($0.key) || !account.variables.contains($0.key) }
  }
}
