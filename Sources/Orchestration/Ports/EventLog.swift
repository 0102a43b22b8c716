/// Where a run's events go: the journal on disk, or memory in tests and simulations.
///
/// One writer. Sequence numbers begin at 1 and have no gaps, over all calls and over all openings of one journal.
package protocol EventLog: Sendable {
  /// Appends the entries in order, all or none, and returns them with their places.
  ///
  /// With `durable` they and everything before them survive a power cut once the call returns: required before
  /// any effect outside that they announce. After an error nothing of the batch is in the log, except when
  /// making it durable failed: then the log takes nothing more, and only reopening tells what is in it.
  func append(_ entries: [Entry], at time: Timestamp, durable: Bool) throws -> [EventRecord]
}
