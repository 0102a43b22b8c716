import Configuration
import FoundationEssentials
import Journal
import Orchestration
import SystemPackage

/// `orchestrate/hooks`: what the hooks know without starting the program, a line each: its absolute path, the branches
/// whose commits may start something, and git's pathspecs of the files that such a commit touches. Without pathspecs
/// the program looks at the files itself.
struct HookMarker {
  private let file: UserFile
  private let rules: [String]

  init(_ state: StateDirectory, _ config: OrchestratorConfig) {
    file = UserFile(path: state.path.appending("hooks"))
    let (branches, paths) = (config.postCommit.branches, config.postCommit.paths)
    let pathspecs = paths.compactMap(\.pathspecs)
    let isComplete = pathspecs.count == paths.count
    rules = paths.isEmpty ? [] : branches + (isComplete ? pathspecs.flatMap { $0 } : [])
  }

  /// Says that this program is the one to start.
  func write() throws {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let lines = ([program] + rules).map { $0 + "\n" }
    let content = Array(lines.joined().utf8)
    if (try? file.read()) != content { try file.put(content, permissions: [.ownerReadWrite]) }
  }

  /// The same where there are hooks to read it.
  func refresh() throws { if file.exists { try write() } }

  func remove() throws { if file.exists { try file.remove() } }
}
