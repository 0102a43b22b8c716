import Orchestration
import YAML

/// One folder's manifest and spec, with what is wrong with them on their own.
struct TaskDraft: Sendable {
  /// How messages name the folder.
  let folder: String
  /// The text that the manifest stands in.
  let source: Source
  private(set) var manifest = Manifest()
  private(set) var problems: [Diagnostic] = []
  private(set) var spec = ""
  private var nodes: [String: Node] = [:]

  /// A folder as it is on the disk.
  init(_ folder: TaskFolder, config: OrchestratorConfig) {
    self.folder = folder.path
    source = Source(file: folder.manifestPath, bytes: folder.manifest)
    read(folder)
    do {
      check(try parse(folder.manifest, file: folder.manifestPath).root, config)
    } catch {
      problems += error.all
    }
  }

  /// A task that a plan proposes; its marks are the plan's.
  init(_ proposal: TaskProposal, config: OrchestratorConfig) {
    folder = proposal.folder
    source = proposal.source
    spec = proposal.spec.value
    if spec.isBlank { report(proposal.spec.mark, "the task says nothing", hint: TaskDraft.specHint) }
    check(proposal.manifest, config)
  }

  private static let specHint = "say there what the agent is to do"

  /// Reads the manifest and judges what can be judged without the other tasks.
  private mutating func check(_ root: Node, _ config: OrchestratorConfig) {
    var reading = Reading(source)
    Manifest.schema.read(root, into: &manifest, &reading)
    problems += reading.diagnostics
    nodes = reading.nodes
    checkLocks(config)
    checkAgent(config)
    checkCosts(config)
    checkTDD(config)
    checkSource()
  }

  /// Where a key stands; the id, or the beginning, for one that is missing.
  func mark(of key: String) -> Mark { nodes[key]?.mark ?? manifest.id?.mark ?? .start }

  private mutating func read(_ folder: TaskFolder) {
    guard let bytes = folder.spec else { return }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      problems.append(
        Diagnostic(severity: .error, file: folder.specPath, message: "the spec is not valid UTF-8"))
      return
    }
    spec = text
    guard text.isBlank else { return }
    problems.append(
      Diagnostic(
        severity: .error, file: folder.specPath, message: "the spec is empty", hint: TaskDraft.specHint))
  }

  private mutating func checkLocks(_ config: OrchestratorConfig) {
    let known = config.resources.map(\.name) + [.other]
    for lock in manifest.lockReads + manifest.lockWrites where !known.contains(lock.value) {
      let guess = suggestion(for: lock.value.description, among: known.map(\.description))
      report(
        lock.mark, "there is no resource `\(lock.value)`",
        hint: guess.map { "did you mean `\($0)`?" } ?? "declare it in the configuration's `resources`")
    }
  }

  private mutating func checkAgent(_ config: OrchestratorConfig) {
    let agent = manifest.agent ?? config.worker.agent
    if !config.agentNames.contains(agent) {
      let guess = suggestion(for: agent, among: config.agentNames)
      report(
        mark(of: "agent"), "there is no agent `\(agent.prefix(60))`",
        hint: guess.map { "did you mean `\($0)`?" } ?? "describe it in the configuration's `agents`")
    } else if AgentDefinition.programs.contains(agent), config.agents[agent]?.command == nil {
      if manifest.command == nil { return }
      report(
        mark(of: "command"), "the agent `\(agent)` is no command",
        hint: "remove `command`, or name the agent `\(AgentDefinition.shell)`")
    } else if config.agents[agent]?.command == nil, manifest.command == nil, nodes["command"] == nil {
      report(
        mark(of: "agent"), "the agent `\(agent)` has nothing to run",
        hint: "give the task a `command`, or the configuration an `agents.\(agent).command`")
    }
  }

  private mutating func checkCosts(_ config: OrchestratorConfig) {
    guard let problem = config.costProblem(ofTaskWith: manifest.agent, model: manifest.model) else { return }
    let key = manifest.model == nil ? "agent" : "model"
    report(mark(of: key), problem, hint: OrchestratorConfig.costHint)
  }

  private mutating func checkTDD(_ config: OrchestratorConfig) {
    guard manifest.tddMode == .strict else { return }
    if manifest.verify.fast == nil, config.fast == nil, nodes["verify.fast"] == nil {
      report(mark(of: "tdd_mode"), "strict TDD needs `verify.fast`, or `fast` in the configuration")
    }
    if manifest.testPaths.isEmpty, config.testPaths.isEmpty, nodes["test_paths"]?.isEmptySequence ?? true {
      report(
        mark(of: "tdd_mode"), "strict TDD needs `test_paths`, here or in the configuration",
        hint: "name what the first turn may change")
    }
  }

  private mutating func checkSource() {
    let parts = ["plan", "item", "hash"].map { "source.\($0)" }
    let missing = parts.filter { nodes[$0] == nil }
    guard !missing.isEmpty, missing.count < parts.count else { return }
    let names = missing.map { "`\($0)`" }.joined(separator: " and ")
    report(mark(of: "source"), "the source is incomplete without \(names)")
  }

  private mutating func report(_ mark: Mark, _ message: String, hint: String? = nil) {
    problems.append(source.error(at: mark, message, hint: hint))
  }
}

extension TaskDraft {
  /// The task; nil without an id, which is a problem already.
  func task(digest: ([UInt8]) -> String) -> LoadedTask? {
    guard let id = manifest.id else { return nil }
    let hash = digest(Array(canonicalText.utf8))
    var task = TaskSpec(id: id.value, name: name, prompt: spec, fingerprint: Fingerprint(hash))
    fill(&task)
    return LoadedTask(
      spec: task, folder: folder, manifest: source.file, mark: id.mark,
      dependencies: manifest.dependencies, reads: manifest.lockReads, writes: manifest.lockWrites)
  }

  private func fill(_ spec: inout TaskSpec) {
    spec.description = manifest.description ?? ""
    spec.estimatedMinutes = manifest.estimatedMinutes
    spec.dependencies = manifest.dependencies.map(\.value)
    spec.locks = LockDeclaration(
      reads: manifest.lockReads.map(\.value), writes: manifest.lockWrites.map(\.value))
    spec.files = FileDeclaration(reads: manifest.fileReads, writes: manifest.fileWrites)
    spec.affectedTests = manifest.affectedTests
    spec.testPaths = manifest.testPaths
    spec.tddMode = manifest.tddMode
    spec.verify = manifest.verify
    spec.agent = manifest.agent
    spec.model = manifest.model
    spec.command = manifest.command
    spec.maxRetries = manifest.maxRetries
    spec.timeoutMinutes = manifest.timeoutMinutes
    if let plan = manifest.sourcePlan, let item = manifest.sourceItem, let hash = manifest.sourceHash {
      spec.source = PlanSource(plan: plan, item: item, hash: hash)
    }
  }

  /// The folder's name behind the id and its `-`; the whole name where there is none.
  private var slug: String {
    let name = folder.split(separator: "/").last ?? ""
    return name.firstIndex(of: "-").map { String(name[name.index(after: $0)...]) } ?? String(name)
  }

  /// The name in kebab-case, whatever a person wrote: it becomes part of messages and file names.
  private var name: String {
    let written = kebabCased(manifest.name ?? slug)
    return written.isEmpty ? manifest.id?.value.description ?? "task" : written
  }

  /// What the fingerprint hashes: the spec, and every key but the claims that differs from its default. So adding
  /// a key to the schema changes no fingerprint, and neither does JSON or YAML.
  private var canonicalText: String {
    let defaults = Manifest()
    let keys = Manifest.schema.keys(of: manifest, besides: defaults)
      .filter { !["locks", "files"].contains($0.path[0]) }
      .sorted { $0.name < $1.name }
    let members = keys.map { JSON.Member(key: $0.name, value: $0.encode(manifest)) }
    return JSON.object(["manifest": .object(members), "spec": .string(spec)]).compact
  }
}

extension Node {
  fileprivate var isEmptySequence: Bool { content == .sequence([]) }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

/// Lower-case words of ASCII letters and digits joined by `-`, 63 bytes at most.
package func kebabCased(_ text: String) -> String {
  let words = text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
  let joined = words.joined(separator: "-").prefix(63)
  return joined.hasSuffix("-") ? String(joined.dropLast()) : String(joined)
}
