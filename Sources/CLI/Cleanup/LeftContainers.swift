import Orchestration
import Sandboxes
import SystemPackage

/// The repository's containers, of every engine that is installed here and answers.
struct LeftContainers {
  private let workspace: Workspace

  init(_ workspace: Workspace) { self.workspace = workspace }

  func steps() async -> [CleanStep] {
    var steps: [CleanStep] = []
    for kind in [SandboxKind.docker, .podman] {
      guard let engine = ContainerEngine(kind, in: workspace.environment) else { continue }
      // An engine that is off holds no container that would be in the way.
      let names = try? await engine.containers(labelled: [.repository: workspace.commonDirectory.string])
      steps += (names ?? []).map { .removeContainer(engine, name: $0) }
    }
    return steps
  }
}
