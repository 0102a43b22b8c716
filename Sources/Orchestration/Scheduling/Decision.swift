/// What should happen to one task now.
package enum Decision: Hashable, Sendable {
  /// Its locks, and its slot where it needs one, are granted.
  case start(TaskID)
  case wait(TaskID, WaitReason)
  /// It can never start, because the other task was given up.
  case block(TaskID, by: TaskID)
}
