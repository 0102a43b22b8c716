package import Orchestration

/// What trusting a repository's configuration covers: the file, and the commands of tasks that the file does not
/// already hold.
package struct TrustedText: Hashable, Sendable {
  package struct Command: Hashable, Sendable {
    package let task: TaskID
    /// The manifest's key, as in `verify.doctor`.
    package let key: String
    package let text: String
  }

  /// The exact bytes of `.orchestrator.yaml`; empty when there is none.
  package let configuration: [UInt8]
  /// By task, then in the order of the manifest's keys.
  package let commands: [Command]

  package init(config: LoadedConfig, tasks: [LoadedTask]) {
    configuration = config.bytes ?? []
    let approved = Set(config.config.commands)
    commands = tasks.sorted { $0.spec.id < $1.spec.id }.flatMap { task in
      task.spec.commands.filter { !approved.contains($0.text) }
        .map { Command(task: task.spec.id, key: $0.key, text: $0.text) }
    }
  }

  /// What to hash: no two different values have the same bytes, because every part is preceded by its length.
  package var bytes: [UInt8] {
    let parts = commands.flatMap { [$0.task.description, $0.key, $0.text] }.map { Array($0.utf8) }
    return ([configuration] + parts).flatMap { Array("\($0.count)\n".utf8) + $0 }
  }
}

extension TaskSpec {
  fileprivate var commands: [(key: String, text: String)] {
    [
      ("command", command), ("verify.doctor", verify.doctor), ("verify.fast", verify.fast),
      ("verify.lint", verify.lint),
    ]
    .compactMap { key, text in text.map { (key, $0) } }
  }
}
