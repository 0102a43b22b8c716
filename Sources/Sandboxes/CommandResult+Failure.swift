package import Orchestration
package import SystemPackage

extension CommandResult.End {
  /// What the end means for a check; nil when it has passed.
  package func failure(of check: Check, limit: Duration?, log: FilePath) -> CheckFailure? {
    func failure(exit: Int? = nil, _ detail: String? = nil) -> CheckFailure {
      CheckFailure(check: check, exit: exit, detail: detail, log: log.string)
    }
    switch self {
    case .exited(0): return nil
    case .exited(let code): return failure(exit: code)
    case .signalled(let number): return failure("signal \(number)")
    case .timedOut: return failure("timed out after \(limit?.components.seconds ?? 0) s")
    case .stalled: return failure("no output")
    case .cancelled: return failure("stopped")
    }
  }
}
