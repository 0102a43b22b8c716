/// The locks that the agent of a task at work wants beside those that its task holds.
package struct LockRequest: Hashable, Sendable {
  package var task: TaskID
  package var claims: Claims
  /// Its place among all requests; who asked later has a higher one.
  package var order: Int

  package init(task: TaskID, claims: Claims, order: Int) {
    self.task = task
    self.claims = claims
    self.order = order
  }
}

/// What is to become of a request for locks.
package enum LockVerdict: Hashable, Sendable {
  case free
  /// All that is in the way comes to an end by itself.
  case wait(WaitReason)
  /// What is in the way waits for the task that asks: both would wait for ever.
  case circle(WaitReason)
}

/// A task that waited too long goes first wherever others need the same lock; but it comes after the requests up to
/// that place, which were there before.
struct Reservation: Hashable, Sendable {
  let task: TaskID
  let order: Int

  func comesAfter(_ request: LockRequest) -> Bool { request.order <= order }
}
