import Configuration
import FoundationEssentials
import Git
import Journal
import Landing
import Orchestration
import SystemPackage
import TestSupport

@testable import CLI

/// A repository with one commit on `main`, seen through the types of the command line.
final class Project {
  let fixture: GitFixture

  init() async throws {
    fixture = try await GitFixture()
    try fixture.write("README", "hello\n")
    try fixture.write("src/api.txt", "api\n")
    try await fixture.commit("first")
  }

  var root: FilePath { fixture.root }

  func workspace() throws -> Workspace {
    let home = fixture.directory.appending("home").string
    return try Workspace(
      at: root.string, environment: ["HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin"])
  }

  @discardableResult
  func git(_ arguments: String..., at place: FilePath? = nil) async throws -> String {
    let (status, output) = try await fixture.run(arguments, at: place)
    guard status == 0 else { throw GitFailed(arguments: arguments, output: output) }
    return output
  }

  /// A task folder; `manifest` is the inside of a JSON object without the id.
  func addTask(_ id: String, _ manifest: String = "\"command\": \"true\"", spec: String = "Do it.\n") throws {
    try fixture.write(".tasks/\(id)-x/manifest.json", "{\"id\": \"\(id)\", \(manifest)}")
    try fixture.write(".tasks/\(id)-x/spec.md", spec)
  }

  func configure(_ text: String) throws { try fixture.write(".orchestrator.yaml", text) }

  func spec(_ id: String) throws -> TaskSpec {
    let workspace = try workspace()
    return try TaskOverview(workspace).task(TaskID(id).orThrow()).spec
  }

  /// The text of a file of the work tree; nil when it is not there.
  func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: root.pushing(FilePath(path)).string)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.pushing(FilePath(path)).string)
  }

  /// A commit on top of `base` in which one file says something else; no branch and no checkout moves.
  func commit(_ path: String, _ text: String, on base: String, _ message: String) async throws -> String {
    let place = fixture.directory.appending("scratch")
    try await git("worktree", "add", "--quiet", "--detach", place.string, base)
    try fixture.write("../scratch/\(path)", text)
    try await git("add", "--all", at: place)
    try await git("commit", "--quiet", "--message", message, at: place)
    let id = try await git("rev-parse", "HEAD", at: place)
    try await git("worktree", "remove", "--force", place.string)
    return id
  }

  /// Puts a landing of the task on `orchestrate/main`.
  @discardableResult
  func land(_ task: TaskSpec, _ path: String, _ text: String) async throws -> String {
    let base = try await fixture.run(["rev-parse", "--quiet", "--verify", "orchestrate/main"])
    let message = LandingMessage(task: task, run: Project.run, template: nil).text
    let commit = try await commit(path, text, on: base.status == 0 ? base.output : "main", message)
    try await git("update-ref", "refs/heads/orchestrate/main", commit)
    return commit
  }

  static let run = RunID(startingAt: Timestamp(milliseconds: 1_700_000_000_000), suffix: 7)

  /// Everything of the repository that is the user's: refs, HEAD, index, files and git's own configuration.
  func picture() async throws -> [String] {
    [
      try await git("for-each-ref"), try await git("symbolic-ref", "HEAD"),
      try await git("ls-files", "--stage"),
      try await git("status", "--porcelain", "--untracked-files=all"), try await git("worktree", "list"),
      text(".git/config") ?? "", text(".git/info/exclude") ?? "no exclude", text("README") ?? "",
      text("src/api.txt") ?? "", text(".orchestrator.yaml") ?? "no configuration",
    ]
  }
}

struct GitFailed: Error {
  let arguments: [String]
  let output: String
}

struct Missing: Error {}

extension Optional {
  func orThrow() throws -> Wrapped {
    guard let self else { throw Missing() }
    return self
  }
}

/// The exit code that an error would end a command with; nil when nothing is thrown.
func exitStatus(of body: () async throws -> Void) async -> ExitStatus? {
  do {
    try await body()
    return nil
  } catch {
    return Failure(describing: error).code
  }
}
