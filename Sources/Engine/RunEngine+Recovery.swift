import Orchestration

extension RunEngine {
  /// A step could not be done. A full disk pauses the run; what concerns one task gives up that task; anything
  /// else ends this process's part, and `resume` goes on from the journal.
  func recover(from error: any Error, in step: Step) async throws {
    if let error = error as? any DiskFullReporting, error.isDiskFull { return try await pauseForRoom() }
    let detail = String(describing: error)
    switch step {
    case .prepare(let task), .snapshot(let task):
      let end = Event.taskFail(.host(detail))
      if state[task]?.allows(end) == true { try await record([end], about: task) }
    case .attempt(let task, let number):
      guard isUnfinished(task, number) else { return }
      try await record([.attemptFinish(.infrastructure(detail))], about: task, attempt: number)
    case .removeWorktree:
      abandoned.insert(step)
    case .push(let commit):
      try await record([Entry(.pushFail(PushReport(commit: commit, remote: "", answer: detail)))])
    case .verifyTip, .merge, .mergeBase, .gate, .land:
      failure = error
    }
  }

  func pauseForRoom() async throws {
    guard state.pause == nil else { return }
    try await record([Entry(.runPause(.diskFull(freeMegabytes: branches.freeMegabytes)))])
  }
}
