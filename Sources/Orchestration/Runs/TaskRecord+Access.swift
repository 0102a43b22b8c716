extension TaskRecord {
  /// Keeps what an agent asks for until it is answered, and what it was told.
  mutating func ask(_ record: EventRecord) {
    switch record.event {
    case .accessRequest(let request):
      asked = OpenRequest(request: request, sequence: record.sequence, time: record.time)
    case .accessWait(let wait): asked?.waitsFor = wait.reason
    case .accessGrant(let grant):
      claims = grant.claims
      answer(grant.nonce, .granted(grant.claims))
    case .accessDeny(let denial): answer(denial.nonce, .denied(denial.cause))
    default: break
    }
  }

  private mutating func answer(_ nonce: Nonce, _ answer: AccessAnswer) {
    answers[nonce] = answer
    if asked?.request.nonce == nonce { asked = nil }
  }
}
