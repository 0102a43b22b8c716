package import Orchestration
import SystemPackage

/// What every container of ours says of itself.
package enum ContainerLabel: String, Hashable, Sendable {
  case repository, run, task, nonce

  package var name: String { "org.git-orchestrate.\(rawValue)" }
}

extension ContainerEngine {
  /// The names of containers with all of these labels, in whatever state: also of those that never started.
  package func containers(labelled labels: [ContainerLabel: String]) async throws -> [String] {
    let filters = labels.flatMap { ["--filter", "label=\($0.key.name)=\($0.value)"] }
    return try await call(["ps", "--all", "--format", "{{.Names}}"] + filters)
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Removes containers and all that runs in them. Returns when they are gone.
  package func remove(_ names: [String]) async throws {
    for name in names {
      do {
        _ = try await call(["rm", "--force", "--volumes", name])
      } catch {
        // It may have ended by itself; then it is being removed already.
        if try await !isGone(name) { throw error }
      }
    }
  }

  private func isGone(_ name: String) async throws -> Bool {
    for _ in 0..<100 {
      let left = try await call(["ps", "--all", "--quiet", "--filter", "name=^\(name)$"])
      if left.allSatisfy(\.isWhitespace) { return true }
      await WorkingTime.pause(.milliseconds(100))
    }
    return false
  }
}

extension SandboxRules {
  private var engine: ContainerEngine? {
    container.map { ContainerEngine(kind, program: program, environment: $0.environment) }
  }

  /// Removes what an owner that is gone has left.
  package func removeContainer(of nonce: Nonce) async throws {
    guard let engine else { return }
    try await engine.remove(
      try await engine.containers(labelled: [.repository: commonDirectory.string, .nonce: nonce.description]))
  }

  /// Removes this repository's containers but for those of living owners.
  package func removeContainers(besides living: [Nonce]) async throws {
    guard let engine else { return }
    let all = try await engine.containers(labelled: [.repository: commonDirectory.string])
    try await engine.remove(all.filter { !living.map(ContainerRules.name).contains($0) })
  }
}
