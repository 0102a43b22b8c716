/// Where agents at work ask for more than their tasks declared. What stands there is a claim of an agent's.
package protocol AccessDesk: Sendable {
  /// The request of the task's attempt for whose answer an agent waits; leftovers of others are taken away.
  func pending(_ task: TaskID, attempt: Int) throws -> AccessRequest?

  /// Puts the answer where the agent looks for it, and takes the request out where it is the last one. Can be repeated.
  func answer(_ request: AccessRequest, of task: TaskID, with answer: AccessAnswer) throws
}
