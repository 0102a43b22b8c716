/// The journal of one run, as its single writer sees it.
package protocol EventLog: Sendable {
  /// Appends the entries in order; `durable` returns only when they would survive a power cut.
  func append(_ entries: [Entry], at time: Timestamp, durable: Bool) throws -> [EventRecord]
}
