import Git
import Glibc
import Orchestration
import Sandboxes
import SystemPackage
import TestSupport
import Testing

@testable import Landing

/// A repository with the branches `main` (checked out) and `integration` at one commit, and a run that lands on
/// `integration`.
final class LandingFixture: Sendable {
  let git: GitFixture
  let run: RunID
  let administration: GitAdministration

  init(files: [String: String] = ["README": "hello\n"]) async throws {
    git = try await GitFixture()
    // Processes are found by a mark with the run's name in it: tests beside this one need other names.
    run = RunID(
      startingAt: Timestamp(milliseconds: .random(in: 0..<2_000_000_000_000)), suffix: .random(in: 0 ... .max)
    )
    administration = try GitAdministration(git.root.appending(".git").string)
    for (name, text) in files { try git.write(name, text) }
    try await git.commit("start")
    try await git.git("branch", "integration")
    for name in ["../verdicts", "../gates"] { try git.makeDirectory(name) }
  }

  var directory: FilePath { git.directory }

  /// The rules of the run, in which only the doctor says anything.
  func plan(doctor: String = "true") -> LandingPlan {
    var gate = GatePlan(
      doctor: doctor, copy: CheckoutCopy(source: git.root, patterns: []),
      worktrees: directory.appending("trees"), logs: directory.appending("gates"),
      verdicts: directory.appending("verdicts"), home: directory.appending("home"),
      sandbox: SandboxRules(kind: .none, commonDirectory: git.root.appending(".git")))
    gate.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "OUT": directory.string]
    var plan = LandingPlan(
      run: run, commonDirectory: git.root.appending(".git"), checkout: git.root, branch: "integration",
      gate: gate)
    plan.base = "main"
    plan.author = CommitAuthor(name: "Lander", email: "lander@example.com")
    return plan
  }

  func lander(doctor: String = "true", _ change: (inout LandingPlan) -> Void = { _ in }) throws -> Lander {
    var plan = plan(doctor: doctor)
    change(&plan)
    return try Lander(plan: plan, administration: administration)
  }

  func commit(_ revision: String) async throws -> CommitID {
    try #require(CommitID(try await git.git("rev-parse", revision)))
  }

  /// What a ref points at; nil when it does not exist.
  func target(_ ref: String) async throws -> CommitID? {
    let (status, output) = try await git.run(["rev-parse", "--verify", "--quiet", ref], at: nil)
    return status == 0 ? CommitID(output) : nil
  }

  /// The refs below `prefix`, without it, and what they point at.
  func refs(_ prefix: String) async throws -> [String: CommitID] {
    let lines = try await git.git("for-each-ref", "--format=%(refname) %(objectname)", prefix)
    let pairs = lines.split(separator: "\n").map { $0.split(separator: " ") }
    return Dictionary(
      uniqueKeysWithValues: pairs.map {
        (String($0[0].dropFirst(prefix.count)), CommitID(trusted: String($0[1])))
      })
  }

  /// A file of a commit; nil when it has none of that name.
  func file(_ path: String, in revision: String) async throws -> String? {
    let (status, output) = try await git.run(["cat-file", "blob", "\(revision):\(path)"], at: nil)
    return status == 0 ? output : nil
  }

  /// Commits files on top of a commit without touching a checkout.
  func commit(
    _ files: [String: String], on parent: CommitID, _ message: String = "work"
  ) async throws
    -> CommitID
  {
    let name = "index-\(UInt64.random(in: 0...UInt64.max))"
    var script = "set -e; export GIT_INDEX_FILE=../\(name); git read-tree \(parent); "
    for (number, (path, text)) in files.sorted(by: { $0.key < $1.key }).enumerated() {
      try git.write("../\(name)-\(number)", text)
      script += "git update-index --add --cacheinfo "
      script += "100644,$(git hash-object -w --no-filters ../\(name)-\(number)),'\(path)'; "
    }
    script += "git commit-tree -p \(parent) -m '\(message)' $(git write-tree)"
    return try #require(CommitID(try await shell(script)))
  }

  /// Runs a shell command in the repository, and returns what it printed.
  @discardableResult
  func shell(_ script: String, at place: FilePath? = nil) async throws -> String {
    try await git.git(["-c", "alias.script=!\(script) #", "script"], at: place)
  }

  /// Reads a FIFO or a file to its end; waits for whoever writes into the FIFO.
  func read(_ name: String) async throws -> String {
    try await shell("cat '\(directory.appending(name))'")
  }

  func makeFIFO(_ name: String) throws {
    guard unsafe mkfifo(directory.appending(name).string, 0o600) == 0 else { throw Errno(rawValue: errno) }
  }

  func exists(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe lstat(path.string, &status) == 0
  }

  /// A candidate that adds or changes files on the integration branch.
  func candidate(_ files: [String: String]) async throws -> Candidate {
    let base = try await commit("integration")
    let id = try await commit(files, on: base)
    return Candidate(id: id, base: base, content: .snapshot(id))
  }

  func task(_ id: String = "001") throws -> TaskID { try #require(TaskID(id)) }

  func spec(_ id: String = "001") throws -> TaskSpec {
    TaskSpec(id: try task(id), name: "add-things", prompt: "do it", fingerprint: Fingerprint("f00d"))
  }

  /// The worktree of a task at a commit, filled.
  func worktree(_ id: String = "001", at base: CommitID) async throws -> WorktreePlace {
    let request = WorktreeRequest(
      name: "\(run)-\(id)", path: directory.appending("trees").appending(id).string,
      base: try ObjectID(base), lockReason: "test")
    let location = try await administration.perform { try $0.addWorktree(request) }
    try location.populate(with: request.base)
    return WorktreePlace(name: location.name, path: location.path, admin: location.adminDirectory)
  }

  /// Writes a file into a task's worktree.
  func write(_ path: String, _ text: String, in id: String = "001") throws {
    try git.write("../trees/\(id)/\(path)", text)
  }

  func order(
    _ id: String = "001", attempt: Int = 1, in worktree: WorktreePlace, base: CommitID, wip: Bool = false
  ) throws -> SnapshotOrder {
    SnapshotOrder(
      spec: try spec(id), attempt: attempt, worktree: worktree, base: base, wip: wip,
      time: Timestamp(milliseconds: 1_700_000_000_000))
  }

  func mergeOrder(_ commit: CommitID, _ spec: TaskSpec) -> MergeOrder {
    MergeOrder(
      content: .snapshot(commit), task: spec, time: Timestamp(milliseconds: 1_700_000_100_000))
  }
}

/// The candidate of a merge that has to be clean.
func clean(_ result: MergeResult) throws -> (candidate: Candidate, changed: [RepositoryPath]) {
  guard case .candidate(let candidate, let changed) = result else {
    Issue.record("expected a candidate, got \(result)")
    throw Unexpected()
  }
  return (candidate, changed)
}

struct Unexpected: Error {}
