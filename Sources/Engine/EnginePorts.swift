package import Orchestration

/// Everything the engine asks of the world.
package struct EnginePorts: Sendable {
  package var attempts: any AttemptPort
  package var landing: any LandingPort
  package var log: any EventLog
  package var inbox: any RequestInbox
  package var access: any AccessDesk
  /// Writes what has landed into the ledger; repeating it changes nothing.
  package var recordLanding: @Sendable (TaskSpec, CommitID) throws -> Void
  /// Reads a task as it was frozen for this run.
  package var spec: @Sendable (TaskID) throws -> TaskSpec
  /// Brings a commit to the remote as the integration branch: whether it was taken, and what was said. Repeating it
  /// changes nothing; cancellation ends it.
  package var push: @Sendable (CommitID) async throws -> (taken: Bool, report: PushReport)
  package var now: @Sendable () -> Timestamp
  /// Lets time pass while there is nothing to do but wait for room on the disk.
  package var rest: @Sendable () async throws -> Void
  /// Sees every event with the state after it; must return at once.
  package var observe: @Sendable (RunState, [EventRecord]) -> Void

  package init(
    attempts: any AttemptPort, landing: any LandingPort, log: any EventLog, inbox: any RequestInbox,
    access: any AccessDesk, spec: @escaping @Sendable (TaskID) throws -> TaskSpec
  ) {
    self.attempts = attempts
    self.landing = landing
    self.log = log
    self.inbox = inbox
    self.access = access
    self.spec = spec
    recordLanding = { _, _ in }
    push = { (true, PushReport(commit: $0, remote: "", answer: "")) }
    now = { Timestamp(milliseconds: 0) }
    rest = { try await ContinuousClock().sleep(for: .milliseconds(500)) }
    observe = { _, _ in }
  }
}
