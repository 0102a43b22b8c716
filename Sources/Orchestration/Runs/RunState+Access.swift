extension RunState {
  /// The locks that a request adds to what the task holds: none where it may change all of that already.
  package func additions(
    of request: AccessRequest, to task: TaskID, resources: [Resource]
  ) -> Set<ResourceName> {
    guard let claims = tasks[task]?.claims else { return [] }
    return Set(request.writes.flatMap { resources.names(touchedBy: $0) })
      .filter { claims.mode(of: $0) != .write }
  }

  /// Whether the news of a read is worth a warning: the task does not claim it, and was not warned of it before.
  package func isNews(_ read: AccessRead, of task: TaskID) -> Bool {
    guard let record = tasks[task], let claims = record.claims else { return false }
    return claims.mode(of: read.resource) == nil && !record.reads.contains { $0.resource == read.resource }
  }

  /// The events that answer a request of a task at work.
  ///
  /// - Parameter obstacle: what keeps the task from holding these locks beside its own at this moment.
  package func events(
    for request: AccessRequest, of task: TaskID, policy: RunPolicy, obstacle: (Claims) -> WaitReason?
  ) -> [Event] {
    guard let record = tasks[task], let claims = record.claims, record.answers[request.nonce] == nil else {
      return []
    }
    let additions = additions(of: request, to: task, resources: policy.resources)
    let cause: AccessDenial.Cause? =
      if request.writes.allSatisfy({ $0.isCovered(byAny: policy.protect) }) {
        .protected
      } else {
        obstacle(Claims(reads: [], writes: additions)).map(AccessDenial.Cause.busy)
      }
    let answer =
      cause.map { Event.accessDeny(AccessDenial(nonce: request.nonce, cause: $0)) }
      ?? .accessGrant(AccessGrant(nonce: request.nonce, claims: claims.writing(additions)))
    return [.accessRequest(request), answer]
  }
}
