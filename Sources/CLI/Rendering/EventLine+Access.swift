import Orchestration

extension EventLine {
  /// What an agent asked for, was told, or looked at without being told.
  func accessWords(_ event: Event) -> String {
    switch event {
    case .accessRequest(let request):
      "asks for \(request.writes.map(\.description.onOneLine).joined(separator: ", ")): \(request.reason.onOneLine)"
    case .accessWait(let wait): wait.reason.words(time)
    case .accessGrant(let grant): "is \(AccessAnswer.granted(grant.claims).description.onOneLine)"
    case .accessRead(let read): read.words
    case .accessDeny(let denial) where denial.cause == .withdrawn: "does not wait for an answer any more"
    case .accessDeny(let denial): "is \(AccessAnswer.denied(denial.cause).description.onOneLine)"
    default: event.type
    }
  }
}

extension AccessRead {
  /// `reads web, which it did not declare (web/a.ts)`
  var words: String {
    "reads \(resource.description.onOneLine), which it did not declare (\(path.description.onOneLine))"
  }
}
