import Orchestration
import Sandboxes

/// The environments of an attempt's commands. Values that must not stand in a file come from the worker's own.
struct AttemptVariables: Sendable {
  /// What every command gets.
  let commands: [String: String]
  /// What the agent's turn gets beside it.
  let credentials: [String: String]
  /// Takes their values out of everything that is written.
  let redactor: Redactor

  init(_ order: AttemptOrder, inherited: [String: String]) {
    func values(_ names: [String]) -> [String: String] { inherited.filter { names.contains($0.key) } }
    commands = order.environment.merging(values(order.passed)) { $1 }
      .merging(CommandEnvironment.marks(of: order)) { $1 }
    credentials = values(order.credentials)
    redactor = Redactor(Secrets(among: values(order.passed + order.credentials + order.hidden)))
  }
}
