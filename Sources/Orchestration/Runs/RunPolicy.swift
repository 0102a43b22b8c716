/// The frozen rules of a run, as far as the core decides by them.
package struct RunPolicy: Hashable, Sendable {
  package var resources: [Resource] = []
  package var maxParallel = 4
  /// Attempts beyond a task's first.
  package var maxRetries = 5
  /// The agent of tasks that name none.
  package var agent = "command"
  /// Below this much free disk nothing starts.
  package var minFreeMegabytes = 2048
  package var schedule = SchedulePolicy.rolling
  /// Agents may start although the tip's doctor is red.
  package var allowRed = false
  /// How often a red gate is run again before it is believed.
  package var gateRetries = 1
  package var enforcement = Enforcement.warn
  /// Paths that only a person may let through.
  package var protect: [Glob] = []
  package var removesLandedWorktrees = true
  package var budgets = Budgets()
  /// What the first turn of strict TDD may change, for tasks that say nothing themselves.
  package var testPaths: [Glob] = []
  /// The integration branch is pushed after each landing.
  package var pushesLandings = false

  package init() {}

  /// What happens when a snapshot touches paths that its task did not declare.
  package enum Enforcement: String, Hashable, Sendable, Codable, CaseIterable {
    /// `block` asks a person; `rescope` waits for the locks of those paths, and then lands.
    case off, warn, block, rescope
  }

  /// After so many conflicts in a row a person is asked.
  package static let conflictLimit = 3
  /// After so many workers in a row that died or could not start, the task is given up.
  package static let interruptionLimit = 3
  /// A task's agents get so many answers to requests for more; the journal keeps each.
  package static let accessLimit = 32
}
