extension RunState {
  /// The event that carries out a request, or the refusal that says why not.
  package func answer(_ request: Request) -> Entry {
    let nonce = request.nonce
    switch request.kind {
    case .stop(let drain):
      if status == .finished { return refuse(nonce, "run \(id) has finished") }
      return Entry(.runStop(RunStop(cause: .request, drain: drain, nonce: nonce)))
    case .extend(let tasks, let satisfied):
      if status == .stopped { return refuse(nonce, "run \(id) is stopping") }
      return Entry(.runExtend(RunExtend(tasks: tasks, satisfied: satisfied, nonce: nonce)))
    case .retry(let task, let note, let fresh):
      let retry = TaskRetry(reason: .requested, fresh: fresh, note: note, nonce: nonce)
      return entry(.taskRetry(retry), task, nonce)
    case .skip(let task):
      if isLandingNow(task) { return refuse(nonce, "task \(task) is landing") }
      return entry(.taskSkip(Answer(nonce: nonce)), task, nonce)
    case .approve(let task, let commit):
      return entry(.taskApprove(TaskApprove(commit: commit, nonce: nonce)), task, nonce)
    case .violation(let task, let found):
      return entry(.scopeViolation(found), task, nonce)
    }
  }

  private func entry(_ event: Event, _ task: TaskID, _ nonce: Nonce) -> Entry {
    guard let record = tasks[task] else { return refuse(nonce, "run \(id) has no task \(task)") }
    guard record.allows(event) else { return refuse(nonce, "task \(task) is \(record.state.name)") }
    return Entry(event, task: task)
  }

  private func refuse(_ nonce: Nonce, _ why: String) -> Entry {
    Entry(.requestRefuse(RequestRefusal(nonce: nonce, why: why)))
  }
}
