/// Where requests for a live run arrive.
package protocol RequestInbox: Sendable {
  /// The requests that have not been taken out yet, oldest first.
  func pending() throws -> [Request]

  /// Takes out a request that has been answered.
  func remove(_ request: Request) throws
}
