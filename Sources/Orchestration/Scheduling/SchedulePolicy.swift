/// When tasks start: the configuration's `schedule`.
package enum SchedulePolicy: String, Hashable, Sendable, Codable, CaseIterable {
  /// A task starts the moment its dependencies have landed and its locks and a slot are free.
  case rolling
  /// Tasks start together, and the next ones only when all of them have landed or been given up.
  case batch
}
