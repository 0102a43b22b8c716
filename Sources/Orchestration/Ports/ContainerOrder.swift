/// The container of one attempt, or of one gate: what it is started from by whoever runs commands in it.
package struct ContainerOrder: Hashable, Sendable, Codable {
  /// Unique on this machine, so that there are never two of one attempt.
  package var name: String
  /// By which it is found again, in whatever state it is.
  package var labels: [String: String]
  /// The image's id: what was checked is what runs.
  package var image: String
  /// What the configuration and the engine want of `run`: the user, the network, the limits.
  package var options: [String]
  /// The engine's client finds its engine by it; nothing of it gets inside.
  package var environment: [String: String]
  /// `orchestrate-worker`, fully static: the container's first process.
  package var worker: String
  /// The container lives as long as somebody holds the lock of this file.
  package var lock: String
  /// How much each directory for temporary files holds; nil where nothing but the machine limits it.
  package var temporaryMB: Int?

  package init(
    name: String, labels: [String: String], image: String, options: [String], environment: [String: String],
    worker: String, lock: String
  ) {
    self.name = name
    self.labels = labels
    self.image = image
    self.options = options
    self.environment = environment
    self.worker = worker
    self.lock = lock
  }
}
