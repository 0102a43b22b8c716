package import YAML

/// The configuration, and where each value of it comes from.
package struct LoadedConfig: Sendable {
  package private(set) var config = OrchestratorConfig()
  /// How messages name the file.
  package let file: String
  /// The exact bytes of the file, `${VAR}` unexpanded; nil when there is none. What a run freezes and trust covers.
  package let bytes: [UInt8]?
  /// Mistakes that stop nothing.
  package private(set) var warnings: [Diagnostic] = []
  /// The variables whose values stand in the configuration, because the file says `${VAR}`.
  package private(set) var expandedVariables: Set<String> = []
  /// By dotted key; a key that is missing has its default.
  private var places: [String: Place] = [:]

  private struct Place {
    let origin: Origin
    let source: Source
    let node: Node
  }

  /// Reads the file and lays git's settings, the environment and flags over it, in this order.
  /// Throws everything that is wrong at once.
  package init(_ sources: ConfigSources) throws(Diagnostics) {
    file = sources.file
    bytes = sources.bytes
    var problems = readFile(sources)
    problems += applyOverrides(sources)
    problems += conflicts()
    if !problems.isEmpty { throw Diagnostics(problems) }
    warnings = misspelledSettings(sources)
  }

  /// Where the value of a dotted key comes from.
  package func origin(of key: String) -> Origin { places[key]?.origin ?? .default }

  /// What `config show` prints: YAML that would load as the same configuration. Values of the file stand as they
  /// are written there, so that what `${VAR}` holds is not printed.
  package func rendered(withOrigins: Bool) -> String {
    var lines: [String] = []
    var group: [String] = []
    for key in OrchestratorConfig.schema.keys {
      lines += headings(of: key.path.dropLast(), after: group)
      group = Array(key.path.dropLast())
      let place = places[key.name]
      let written = place.flatMap { Self.isFile($0.origin) ? JSON($0.node) : nil }
      let value = written ?? key.encode(config)
      let text = written?.compact ?? doublingDollars(value.compact)
      let isSet = value != .null
      let head = String(repeating: "  ", count: group.count) + (isSet ? "" : "# ") + (key.path.last ?? "")
      let note = withOrigins ? "  # \(origin(of: key.name))" : ""
      lines.append("\(head):" + (isSet ? " \(text)" : "") + note)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The names of the mappings that begin with this key, each on a line of its own.
  private func headings(of path: ArraySlice<String>, after group: [String]) -> [String] {
    let common = zip(path, group).prefix { $0 == $1 }.count
    return path.enumerated().dropFirst(common).map { level, name in
      String(repeating: "  ", count: level) + name + ":"
    }
  }

  private static func isFile(_ origin: Origin) -> Bool { if case .file = origin { true } else { false } }

  private mutating func readFile(_ sources: ConfigSources) -> [Diagnostic] {
    guard let bytes = sources.bytes else { return [] }
    do {
      let document = try parse(bytes, file: sources.file)
      var reading = Reading(document.source, environment: sources.environment)
      OrchestratorConfig.schema.read(document.root, into: &config, &reading)
      expandedVariables = reading.expanded
      for (path, node) in reading.nodes {
        places[path] = Place(origin: .file(sources.file, node.mark), source: document.source, node: node)
      }
      return reading.diagnostics
    } catch {
      return error.all
    }
  }

  private mutating func applyOverrides(_ sources: ConfigSources) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for key in OrchestratorConfig.schema.keys where key.isScalar {
      for override in sources.overrides(of: key.path) {
        let source = Source(file: override.label, text: override.text)
        let node = Node(.scalar(Node.Scalar(text: override.text, isQuoted: false)), at: .start)
        var reading = Reading(source)
        reading.descend(key.name, node) { key.read(node, &config, &$0) }
        problems += reading.diagnostics
        places[key.name] = Place(origin: override.origin, source: source, node: node)
      }
    }
    return problems
  }

  /// What no key alone can tell.
  private func conflicts() -> [Diagnostic] {
    var problems: [Diagnostic] = []
    if !config.agentNames.contains(config.worker.agent) {
      let guess = suggestion(for: config.worker.agent, among: config.agentNames)
      problems.append(
        error(
          "worker.agent", "there is no agent `\(config.worker.agent)`",
          hint: guess.map { "did you mean `\($0)`?" } ?? "describe it in `agents`"))
    }
    if let planner = config.planner.agent, !config.plannerNames.contains(planner) {
      let guess = suggestion(for: planner, among: config.plannerNames)
      problems.append(
        error(
          "planner.agent", "there is no planner `\(planner)`",
          hint: guess.map { "did you mean `\($0)`?" }
            ?? "name an agent that has something to run, or markdown"))
    }
    if let problem = config.costProblem(ofAgent: config.worker.agent, model: nil) {
      problems.append(error("budgets.max_cost_per_run", problem, hint: OrchestratorConfig.costHint))
    }
    for (key, branch) in [("base_branch", config.baseBranch), ("main_branch", config.mainBranch)]
    where (branch + "/").hasPrefix(config.taskBranchPrefix) || config.taskBranchPrefix.hasPrefix(branch + "/")
    {
      problems.append(
        error(
          key,
          "the branch `\(branch)` and the prefix of task branches `\(config.taskBranchPrefix)` get in each"
            + " other's way", hint: "git cannot have a branch below another; choose names apart"))
    }
    return problems
  }

  /// A mistake at the place of a key, where it has one.
  func error(_ key: String, _ message: String, hint: String) -> Diagnostic {
    guard let place = places[key] else {
      return Diagnostic(severity: .error, file: file, message: message, hint: hint)
    }
    return place.source.error(at: place.node.mark, message, hint: hint)
  }

  /// Git holds settings of others too, so only what looks like one of ours is worth a word.
  private func misspelledSettings(_ sources: ConfigSources) -> [Diagnostic] {
    let known = OrchestratorConfig.schema.keys.map { "orchestrate." + $0.name }
    return sources.gitConfig.keys.sorted().filter { $0.hasPrefix("orchestrate.") }.compactMap { key in
      guard !known.contains(where: { folded($0) == folded(key) }),
        let guess = suggestion(for: key, among: known)
      else { return nil }
      return Diagnostic(
        severity: .warning, file: "git config \(key)", message: "nothing reads this setting",
        hint: "did you mean `\(guess)`?")
    }
  }
}

/// Keeps a value that was not written for the file from being expanded when it is read from one.
func doublingDollars(_ text: String) -> String {
  text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
}

extension JSON {
  /// The value as the file has it.
  fileprivate init(_ node: Node) {
    switch node.content {
    case .scalar(let scalar) where scalar.isQuoted: self = .string(scalar.text)
    case .scalar(let scalar):
      let flag = ["true": JSON.bool(true), "false": .bool(false)][scalar.text]
      let number = flag ?? Int(scalar.text).map(JSON.int) ?? Double(scalar.text).map(JSON.decimal)
      self = number.flatMap { $0.compact == scalar.text ? $0 : nil } ?? .string(scalar.text)
    case .sequence(let elements): self = .array(elements.map(JSON.init))
    case .mapping(let entries):
      self = .object(entries.map { Member(key: $0.key, value: JSON($0.value)) })
    }
  }
}
