import Orchestration

extension WaitReason {
  /// Why a task does not start now; completes the sentence that begins with its id.
  func words(_ time: LocalTime) -> String {
    switch self {
    case .until(let instant): "waits until \(time.clock(instant))"
    default: description.onOneLine
    }
  }
}
