import Orchestration
import Testing

/// What a simulated run is about: its tasks, its rules, and how every attempt will go.
struct Playground: Sendable {
  static let resources = 4

  /// How one attempt goes, decided before it begins.
  enum Turn: CaseIterable {
    case pass, fail, failAlike, agentFails, noChange, timeout, stall, lost, infrastructure
    case stray, touchProtected
    /// Asks for more, and changes it when that is granted.
    case ask
    /// Asks for what others may hold, and waits for it.
    case askAndWait
  }

  var specs: [TaskSpec]
  /// Tasks that a second `run` hands over.
  var late: [TaskSpec] = []
  var policy = RunPolicy()
  /// Whether what agents write may make the doctor fail.
  var mayBeRed = false
  var turn: @Sendable (TaskID, Int) -> Turn = { _, _ in .pass }

  /// Tasks that each write the resource of their own number.
  init(_ specs: [TaskSpec]) throws {
    self.specs = specs
    policy.resources = try (0..<Playground.resources).map { number in
      Resource(name: ResourceName("r\(number)"), paths: [try #require(Glob("r\(number)/**"))])
    }
    policy.protect = [try #require(Glob("protected/**"))]
  }

  /// A random graph with random locks, rules and scripts.
  init(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed, for: "playground")
    var specs: [TaskSpec] = []
    for number in 1...Int.random(in: 1...8, using: &random) {
      var spec = try task("\(number)", writing: [])
      spec.dependencies = specs.map(\.id).filter { _ in random.chance(12) }
      spec.locks.writes = someResources(Int.random(in: 0...2, using: &random), &random)
      spec.locks.reads = someResources(Int.random(in: 0...1, using: &random), &random)
      spec.estimatedMinutes = Int.random(in: 1...60, using: &random)
      if random.chance(30) { spec.agent = "codex" }
      if random.chance(20) { spec.maxRetries = Int.random(in: 0...2, using: &random) }
      specs.append(spec)
    }
    let late = specs.count > 2 && random.chance(30) ? 1 : 0
    try self.init(Array(specs.dropLast(late)))
    self.late = Array(specs.suffix(late))
    mayBeRed = true
    policy.maxParallel = Int.random(in: 1...4, using: &random)
    policy.maxRetries = Int.random(in: 0...3, using: &random)
    policy.gateRetries = Int.random(in: 0...1, using: &random)
    policy.schedule = random.chance(20) ? .batch : .rolling
    policy.enforcement = RunPolicy.Enforcement.allCases.randomElement(using: &random) ?? .warn
    policy.removesLandedWorktrees = random.chance(80)
    if random.chance(15) { policy.budgets.maxTokensPerTask = Int.random(in: 2...12, using: &random) }
    if random.chance(15) { policy.budgets.maxTokensPerRun = Int.random(in: 5...40, using: &random) }
    let isCovetous = random.chance(20)
    turn = { task, attempt in
      var random = SeededGenerator(seed: seed, for: "turn \(task) \(attempt)")
      if isCovetous, random.chance(60) { return .askAndWait }
      return random.chance(60) ? .pass : Turn.allCases.randomElement(using: &random) ?? .pass
    }
  }

  var all: [TaskSpec] { specs + late }

  func spec(_ id: TaskID) throws -> TaskSpec { try #require(all.first { $0.id == id }) }

  /// What an attempt's agent asks for beside what its task declared, and how long it waits for that, seconds.
  func wish(of spec: TaskSpec, attempt: Int, _ turn: Turn) -> (path: String, wait: Int?)? {
    guard turn == .askAndWait else { return turn == .ask ? ("r3/b", nil) : nil }
    var random = SeededGenerator(seed: 0, for: "wish \(spec.id) \(attempt)")
    let path = "r\(Int.random(in: 0..<Playground.resources, using: &random))/b"
    // The long one ends no circle: the simulation would give up before.
    return (path, random.chance(30) ? 5 : AccessRequest.longestWait)
  }

  /// What an attempt writes into the task's worktree before it ends.
  func edits(of spec: TaskSpec, attempt: Int, _ turn: Turn) -> ToyRepository.Files {
    var random = SeededGenerator(seed: 0, for: "edit \(spec.id) \(turn == .failAlike ? 0 : attempt)")
    var files: ToyRepository.Files = [:]
    guard turn != .noChange, turn != .lost else { return files }
    let places = spec.locks.writes.isEmpty ? ["r0", "other"] : spec.locks.writes.map(\.description)
    for place in places {
      files[place + (random.chance(50) ? "/a" : "/b")] = Int.random(in: 1...999, using: &random)
    }
    if turn == .stray { files["r3/b"] = Int.random(in: 1...999, using: &random) }
    if let wish = wish(of: spec, attempt: attempt, turn) {
      files[wish.path] = Int.random(in: 1...999, using: &random)
    }
    if turn == .touchProtected { files["protected/x"] = Int.random(in: 1...999, using: &random) }
    return mayBeRed ? files : files.mapValues { $0 * 8 }
  }
}

private func someResources(_ count: Int, _ random: inout SeededGenerator) -> [ResourceName] {
  (0..<Playground.resources).shuffled(using: &random).prefix(count).map { ResourceName("r\($0)") }
}

/// A task that writes those resources.
func task(_ id: String, after dependencies: [String] = [], writing resources: [String]) throws -> TaskSpec {
  var spec = TaskSpec(
    id: try #require(TaskID(id)), name: "task", prompt: "", fingerprint: Fingerprint(id))
  spec.dependencies = try dependencies.map { try #require(TaskID($0)) }
  spec.locks.writes = resources.map { ResourceName($0) }
  return spec
}
