import Configuration
import Journal
import Orchestration
import SystemPackage

/// Whether a person has seen what a repository would have us run.
///
/// Covered are the whole of `.orchestrator.yaml` and every command of a task that it does not hold itself, so that a
/// task without commands of its own asks nobody.
struct Trust {
  enum State: Hashable {
    case trusted
    case untrusted(TrustChanges)
  }

  let file: FilePath
  let text: TrustedText
  private let workspace: Workspace
  private let config: OrchestratorConfig

  init(_ workspace: Workspace, config: LoadedConfig, tasks: [LoadedTask]) {
    file = workspace.state.trust
    (self.workspace, self.config) = (workspace, config.config)
    text = TrustedText(config: config, tasks: tasks)
  }

  func state() throws -> State {
    let changes = TrustChanges(from: try approval(), to: text)
    return changes.isEmpty ? .trusted : .untrusted(changes)
  }

  /// Records that a person has seen exactly this text. From now on the hooks go by it.
  func approve() throws {
    try JSONFile.write(Approval(of: text, after: approval()), to: file)
    try HookInstallation(workspace, config).follow()
  }

  /// A configuration of 1 MiB may be twice as long with JSON's escapes.
  private func approval() throws -> Approval? { try JSONFile.read(Approval.self, from: file, limit: 8 << 20) }
}
