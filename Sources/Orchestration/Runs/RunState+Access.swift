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

  /// What agents wait for, in the order in which they asked.
  func lockRequests(resources: [Resource]) -> [LockRequest] {
    records.compactMap { record in
      guard let asked = record.asked, asked.waitsFor != nil else { return nil }
      let names = additions(of: asked.request, to: record.id, resources: resources)
      return LockRequest(task: record.id, claims: Claims(reads: [], writes: names), order: asked.sequence)
    }
    .sorted { $0.order < $1.order }
  }

  /// The events that answer a request of a task at work, or keep it: none where it is kept already. What was asked
  /// first under its nonce counts, and its time from then.
  ///
  /// - Parameter verdict: what is to become of the locks that it asks for, at this moment.
  package func events(
    for request: AccessRequest, of task: TaskID, policy: RunPolicy, now: Timestamp,
    verdict: (LockRequest) -> LockVerdict
  ) -> [Event] {
    guard let record = tasks[task], let claims = record.claims, record.answers[request.nonce] == nil else {
      return []
    }
    let known = record.asked.flatMap { $0.request.nonce == request.nonce ? $0 : nil }
    let asked = known ?? TaskRecord.OpenRequest(request: request, sequence: sequence + 1, time: now)
    let names = additions(of: asked.request, to: task, resources: policy.resources)
    let wanted = LockRequest(task: task, claims: Claims(reads: [], writes: names), order: asked.sequence)
    let answer: Event? =
      if asked.request.writes.allSatisfy({ $0.isCovered(byAny: policy.protect) }) {
        .accessDeny(AccessDenial(nonce: request.nonce, cause: .protected))
      } else {
        self.answer(to: asked, verdict(wanted), at: now, granting: claims.writing(names))
      }
    return [known == nil ? .accessRequest(request) : nil, answer].compactMap(\.self)
  }

  private func answer(
    to asked: TaskRecord.OpenRequest, _ verdict: LockVerdict, at now: Timestamp, granting claims: Claims
  ) -> Event? {
    let nonce = asked.request.nonce
    return switch verdict {
    case .free: .accessGrant(AccessGrant(nonce: nonce, claims: claims))
    case .circle(let reason): .accessDeny(AccessDenial(nonce: nonce, cause: .circle(reason)))
    case .wait(let reason) where !mayWait(asked, now):
      .accessDeny(AccessDenial(nonce: nonce, cause: .busy(reason)))
    case .wait(asked.waitsFor): nil
    case .wait(let reason): .accessWait(AccessWait(nonce: nonce, reason: reason))
    }
  }

  /// Nobody waits in a run that comes to its end: what is in the way may not start again.
  private func mayWait(_ asked: TaskRecord.OpenRequest, _ now: Timestamp) -> Bool {
    stop == nil && now < asked.time.advanced(bySeconds: Double(asked.request.wait ?? 0))
  }

  /// The event that forgets what a task's agent asked for, unless this is it still.
  package func withdrawal(of task: TaskID, unless request: AccessRequest?) -> Event? {
    guard let asked = tasks[task]?.asked?.request, asked.nonce != request?.nonce else { return nil }
    return .accessDeny(AccessDenial(nonce: asked.nonce, cause: .withdrawn))
  }
}
