package import Orchestration
package import SystemPackage

extension CommandResult {
  /// What the result of a check's command means; nil when it passed.
  package func failure(of check: Check, log: FilePath, seconds: Double) -> CheckFailure? {
    func failure(_ exit: Int?, _ detail: String?) -> CheckFailure {
      CheckFailure(check: check, exit: exit, detail: detail, log: log.string)
    }
    switch end {
    case .exited(0): return nil
    case .exited(let code): return failure(code, nil)
    case .signalled(let number): return failure(nil, "signal \(number)")
    case .timedOut: return failure(nil, "timed out after \(Int(seconds)) s")
    case .stalled: return failure(nil, "no output")
    case .cancelled: return failure(nil, "stopped")
    }
  }
}
