import Glibc
package import Orchestration
package import SystemPackage

/// What all containers of a run have in common.
package struct ContainerRules: Hashable, Sendable {
  /// The image's id.
  package var image: String
  /// The user, the network and the limits, as options of `run`.
  package var options: [String]
  /// The client's own environment.
  package var environment: [String: String]
  /// `orchestrate-worker`, fully static.
  package var worker: FilePath
  /// What each directory for temporary files holds, where memory is limited: what lies there is memory.
  package var temporaryMB: Int?

  package init(image: String, options: [String], environment: [String: String], worker: FilePath) {
    self.image = image
    self.options = options
    self.environment = environment
    self.worker = worker
  }

  package static func name(of nonce: Nonce) -> String { "git-orchestrate-\(nonce)" }

  /// The container of one attempt, or of one gate.
  func order(for owner: ContainerOwner, repository: FilePath) -> ContainerOrder {
    let labels: [ContainerLabel: String] = [
      .repository: repository.string, .run: owner.run, .task: owner.task, .nonce: owner.nonce.description,
    ]
    var order = ContainerOrder(
      name: Self.name(of: owner.nonce),
      labels: Dictionary(uniqueKeysWithValues: labels.map { ($0.key.name, $0.value) }), image: image,
      options: options, environment: environment, worker: worker.string,
      lock: owner.directory.appending("container.lock").string)
    order.temporaryMB = temporaryMB
    return order
  }

  /// Who commands are inside, so that what they write belongs to us outside: the engine's own mapping where it has
  /// one, else our own number.
  package static func user(_ name: String?, kind: SandboxKind, isRootless: Bool) -> [String] {
    let own = "\(geteuid()):\(getegid())"
    return switch (kind, isRootless) {
    case (.podman, true): ["--userns", "keep-id", "--user", name ?? own]
    case (_, true): ["--user", name ?? "0:0"]
    case (_, false): ["--user", name ?? own]
    }
  }
}

/// Whose container it is.
package struct ContainerOwner: Hashable, Sendable {
  package var run: String
  package var task: String
  package var nonce: Nonce
  /// The file by which the container sees that its owner lives is put here.
  package var directory: FilePath

  package init(run: String, task: String, nonce: Nonce, directory: FilePath) {
    self.run = run
    self.task = task
    self.nonce = nonce
    self.directory = directory
  }
}
