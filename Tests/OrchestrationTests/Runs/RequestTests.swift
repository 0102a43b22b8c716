import Testing

@testable import Orchestration

@Suite struct RequestTests {
  private func answer(_ kind: Request.Kind, _ state: RunState) -> Event {
    state.answer(Request(nonce: Nonce("n"), run: state.id, kind: kind)).event
  }

  private func isRefused(_ kind: Request.Kind, _ state: RunState) -> Bool {
    if case .requestRefuse = answer(kind, state) { true } else { false }
  }

  @Test(arguments: Moment.allCases) func whatIsAnsweredCanBeFolded(_ moment: Moment) throws {
    let task = try id("1")
    let kinds: [Request.Kind] = [
      .retry(task, note: "n", fresh: true), .skip(task), .approve(task, commit: commit("mine")),
      .stop(drain: true), .extend([try id("3")], satisfied: []),
    ]
    for kind in kinds {
      var story = try Story(moment)
      let request = Request(nonce: Nonce("n"), run: story.state.id, kind: kind)
      let entry = story.state.answer(request)
      try story.tell(entry.event, about: entry.task?.description)
      #expect(story.state.answered == [Nonce("n")])
    }
  }

  @Test func aRetryIsForWhatDoesNotRun() throws {
    let refused: [Moment] = [
      .preparing, .placed, .running, .failedAttempt, .passedAttempt, .snapshotted, .queued, .gating, .green,
      .announced, .landed,
    ]
    for moment in Moment.allCases {
      let kind = Request.Kind.retry(try id("1"), note: nil, fresh: false)
      #expect(isRefused(kind, try Story(moment).state) == refused.contains(moment), "\(moment)")
    }
  }

  @Test func onlyWhatLandsOrHasLandedCannotBeSkipped() throws {
    for moment in Moment.allCases {
      let refused = [.announced, .landed].contains(moment)
      #expect(isRefused(.skip(try id("1")), try Story(moment).state) == refused, "\(moment)")
    }
  }

  @Test func anApprovalNeedsATaskThatRests() throws {
    let accepted: [Moment] = [
      .pending, .waiting, .conflicted, .rescoping, .retrying, .blocked, .failed, .needsReview, .skipped,
    ]
    for moment in Moment.allCases {
      let kind = Request.Kind.approve(try id("1"), commit: commit("mine"))
      #expect(isRefused(kind, try Story(moment).state) != accepted.contains(moment), "\(moment)")
    }
  }

  @Test func unknownTasksAreRefused() throws {
    let state = try Story().state
    let unknown = try id("9")
    #expect(isRefused(.skip(unknown), state))
    #expect(isRefused(.retry(unknown, note: nil, fresh: false), state))
    #expect(isRefused(.approve(unknown, commit: commit("mine")), state))
  }

  @Test func aRunThatStopsTakesNoMoreTasksAndOneThatFinishedCannotStop() throws {
    var story = try Story()
    try story.tell(.runStop(RunStop(cause: .request)), about: nil)
    #expect(isRefused(.extend([try id("3")], satisfied: []), story.state))
    #expect(!isRefused(.stop(drain: false), story.state))
    try story.tell(.runResume, about: nil)
    #expect(!isRefused(.extend([try id("3")], satisfied: []), story.state))
    try story.tell(.runFinish(RunFinish(landed: 0, unlanded: 2)), about: nil)
    #expect(isRefused(.stop(drain: false), story.state))
    #expect(!isRefused(.extend([try id("3")], satisfied: []), story.state))
  }

  @Test func moreTasksReopenAFinishedRun() throws {
    var story = try Story()
    try story.tell(.runFinish(RunFinish(landed: 0, unlanded: 2)), about: nil)
    let more = RunExtend(tasks: [try id("3"), try id("1")], satisfied: [try id("8")], nonce: nil)
    try story.tell(.runExtend(more), about: nil)
    #expect(story.state.status == .running && story.state.finished == nil)
    #expect(try story.state.order == ids("1", "2", "3"))
    #expect(try story.state.satisfied == [id("8")])
  }

  /// A retry of what never started must not overtake what the task depends on.
  @Test func aRetriedTaskStillWaitsForItsDependencies() throws {
    let specs = [try spec("1"), try spec("2", after: "1")]
    var story = try Story()
    try story.tell(.taskRetry(TaskRetry(reason: .requested)), about: "2")
    let view = story.state.schedulingView(
      graph: try TaskGraph(specs), specs: Dictionary(uniqueKeysWithValues: specs.map { ($0.id, $0) }),
      policy: RunPolicy(), freeMegabytes: 9999, now: Timestamp(milliseconds: 0))
    #expect(view.entries[try id("2")]?.standing == .waiting(.unsatisfied([try id("1")])))
  }
}
