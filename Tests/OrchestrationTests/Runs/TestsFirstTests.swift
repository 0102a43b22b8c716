import Testing

@testable import Orchestration

/// Strict TDD: first tests that fail, then the work.
@Suite struct TestsFirstTests {
  private func judgement(written: Bool = false) throws -> AttemptJudgement {
    var task = try spec("1")
    task.tddMode = .strict
    task.testPaths = [try glob("tests/**")]
    var record = try Story(.passedAttempt).task
    record.testsWritten = written
    var policy = RunPolicy()
    policy.maxRetries = 1
    return AttemptJudgement(spec: task, record: record, policy: policy, now: Timestamp(milliseconds: 0))
  }

  @Test func testsAloneLandNothingAndAskForTheWork() throws {
    let files = snapshot(["tests/a", "tests/b/c"])
    var kept = files
    kept.wip = true
    #expect(
      try judgement().events(after: .passed, snapshot: files)
        == [.snapshotCreate(kept), .tddRed, .taskRetry(TaskRetry(reason: .testsWritten))])
    #expect(!RetryReason.testsWritten.usesAttempt)
  }

  @Test func otherPathsAreNamedAndUseAnAttempt() throws {
    let events = try judgement().events(after: .passed, snapshot: snapshot(["tests/a", "src/b"]))
    let outcome = AttemptOutcome.testsFirst(.otherPaths([RepositoryPath("src/b")]))
    #expect(events.map(\.type) == ["snapshot.create", "tdd.violation", "task.retry"])
    #expect(events.last == .taskRetry(TaskRetry(reason: .failed(outcome))))
  }

  @Test func theWorkLandsWithoutAWordOfItsPaths() throws {
    let events = try judgement(written: true).events(
      after: .passed, snapshot: snapshot(["tests/a", "src/b"]))
    #expect(events.map(\.type) == ["tdd.green", "snapshot.create"])
  }

  @Test func theConfigurationsPathsServeATaskWithoutAny() throws {
    var judgement = try judgement()
    judgement.spec.testPaths = []
    judgement.policy.testPaths = [try glob("spec/**")]
    #expect(
      judgement.events(after: .passed, snapshot: snapshot(["spec/a"])).last
        == .taskRetry(TaskRetry(reason: .testsWritten)))
    #expect(
      judgement.events(after: .passed, snapshot: snapshot(["tests/a"])).map(\.type).contains("tdd.violation"))
  }

  /// Whatever part of the events a crash leaves, the stage follows from the last one alone.
  @Test func theStageIsEnteredByTheLastEvent() throws {
    let events = try judgement().events(after: .passed, snapshot: snapshot(["tests/a"]))
    for length in 0...events.count {
      var story = try Story(.passedAttempt)
      for event in events.prefix(length) { try story.tell(event) }
      #expect(try story.task.testsWritten == (length == events.count))
    }
  }

  @Test func beginningAnewBeginsWithTests() throws {
    var story = try Story(.passedAttempt)
    for event in try judgement().events(after: .passed, snapshot: snapshot(["tests/a"])) {
      try story.tell(event)
    }
    try story.tell(.taskRetry(TaskRetry(reason: .requested)))
    #expect(try story.task.testsWritten)
    try story.tell(.taskRetry(TaskRetry(reason: .requested, fresh: true)))
    #expect(try !story.task.testsWritten)
  }
}
