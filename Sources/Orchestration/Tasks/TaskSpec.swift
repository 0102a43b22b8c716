/// One unit of work as its folder declares it; the value of `manifest.json` and `spec.md` together.
package struct TaskSpec: Hashable, Sendable, Codable {
  package var id: TaskID
  /// Kebab-case name that decorates messages and folders.
  package var name: String
  package var description: String
  /// A person's or planner's guess of the working time; past runs replace it where they know better.
  package var estimatedMinutes: Int
  package var dependencies: [TaskID]
  package var locks: LockDeclaration
  package var files: FileDeclaration
  package var affectedTests: [String]
  package var testPaths: [Glob]
  package var tddMode: TDDMode
  package var verify: Verification
  /// Names an agent of the configuration; nil is the configuration's `worker.agent`.
  package var agent: String?
  package var model: String?
  /// The shell command of the agent `command`.
  package var command: String?
  /// Attempts beyond the first; nil is the configuration's `max_retries`.
  package var maxRetries: Int?
  /// Working time of one attempt; nil is the configuration's `timeout_minutes`.
  package var timeoutMinutes: Int?
  package var source: PlanSource?
  /// The text of `spec.md`: what the agent is asked to do.
  package var prompt: String
  package var fingerprint: Fingerprint

  package init(id: TaskID, name: String, prompt: String, fingerprint: Fingerprint) {
    self.id = id
    self.name = name
    self.prompt = prompt
    self.fingerprint = fingerprint
    description = ""
    estimatedMinutes = TaskSpec.defaultEstimate
    dependencies = []
    locks = LockDeclaration()
    files = FileDeclaration()
    affectedTests = []
    testPaths = []
    tddMode = .off
    verify = Verification()
  }

  /// Minutes assumed where a manifest gives no estimate.
  package static let defaultEstimate = 30
}

/// The resources a task claims by name.
package struct LockDeclaration: Hashable, Sendable, Codable {
  package var reads: [ResourceName]
  package var writes: [ResourceName]

  package init(reads: [ResourceName] = [], writes: [ResourceName] = []) {
    self.reads = reads
    self.writes = writes
  }
}

/// The paths a task says it reads and writes.
package struct FileDeclaration: Hashable, Sendable, Codable {
  package var reads: [Glob]
  package var writes: [Glob]

  package init(reads: [Glob] = [], writes: [Glob] = []) {
    self.reads = reads
    self.writes = writes
  }
}

/// Shell commands of one task beside the repository's own.
package struct Verification: Hashable, Sendable, Codable {
  package var doctor: String?
  package var fast: String?
  package var lint: String?

  package init(doctor: String? = nil, fast: String? = nil, lint: String? = nil) {
    self.doctor = doctor
    self.fast = fast
    self.lint = lint
  }
}

/// Whether the first turn may change tests only.
package enum TDDMode: String, Hashable, Sendable, Codable, CaseIterable {
  case off, strict
}

/// Where a planned task came from, so that planning again can find it.
package struct PlanSource: Hashable, Sendable, Codable {
  package var plan: String
  package var item: String
  package var hash: String

  package init(plan: String, item: String, hash: String) {
    self.plan = plan
    self.item = item
    self.hash = hash
  }
}
