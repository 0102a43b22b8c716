import Configuration
import FoundationEssentials
import Journal
import SystemPackage

/// `orchestrate/hooks`: what the hooks know without starting the program. Its absolute path, then the branches whose
/// commits may start something, a line each.
struct HookMarker {
  private let file: UserFile
  private let branches: [String]

  init(_ state: StateDirectory, _ config: OrchestratorConfig) {
    file = UserFile(path: state.path.appending("hooks"))
    branches = config.postCommit.paths.isEmpty ? [] : config.postCommit.branches
  }

  /// Says that this program is the one to start.
  func write() throws {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let lines = ([program] + branches).map { $0 + "\n" }
    let content = Array(lines.joined().utf8)
    if (try? file.read()) != content { try file.put(content, permissions: [.ownerReadWrite]) }
  }

  /// The same where there are hooks to read it.
  func refresh() throws { if file.exists { try write() } }

  func remove() throws { if file.exists { try file.remove() } }
}
