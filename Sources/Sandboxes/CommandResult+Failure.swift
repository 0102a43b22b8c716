package import Orchestration
package import SystemPackage

extension CommandResult {
  /// What to say of a failure where `ranOutOfMemory`.
  package static let outOfMemory = "out of memory: docker.memory_mb limits it"

  /// What the result means for a check; nil when it has passed.
  package func failure(of check: Check, limit: Duration?, log: FilePath) -> CheckFailure? {
    func failure(exit: Int? = nil, _ detail: String? = nil) -> CheckFailure {
      CheckFailure(check: check, exit: exit, detail: detail, log: log.string)
    }
    switch end {
    case .exited(0): return nil
    case .exited where ranOutOfMemory, .signalled where ranOutOfMemory: return failure(Self.outOfMemory)
    case .exited(let code): return failure(exit: code)
    case .signalled(let number): return failure("signal \(number)")
    case .timedOut: return failure("timed out after \(limit?.components.seconds ?? 0) s")
    case .stalled: return failure("no output")
    case .cancelled: return failure("stopped")
    }
  }
}
