import Testing

@testable import Orchestration

@Suite struct BudgetTests {
  private func budgets(_ change: (inout Budgets) -> Void) -> Budgets {
    var budgets = Budgets()
    change(&budgets)
    return budgets
  }

  /// A run whose first task is at work and has spent so many tokens.
  private func story(_ tokens: Int, cost: Double? = nil) throws -> Story {
    var story = try Story(.running)
    try story.tell(.agentUsage(Usage(output: tokens, cost: cost)))
    return story
  }

  private func events(_ story: Story, _ budgets: Budgets) -> [Event] {
    story.state.budgetEntries(budgets).map(\.event)
  }

  @Test(arguments: [
    (0, nil), (79, nil), (80, "budget.warn"), (99, "budget.warn"), (100, "budget.stop"), (500, "budget.stop"),
  ])
  func aLimitIsWarnedOfAndReached(tokens: Int, type: String?) throws {
    let story = try story(tokens)
    for budgets in [budgets { $0.maxTokensPerTask = 100 }, budgets { $0.maxTokensPerRun = 100 }] {
      #expect(events(story, budgets).map(\.type) == [type].compactMap(\.self))
    }
  }

  @Test func eachIsSaidOnceUntilTheLimitIsRaised() throws {
    let limits: [(Int) -> Budgets] = [
      { limit in budgets { $0.maxTokensPerTask = limit } },
      { limit in budgets { $0.maxTokensPerRun = limit } },
    ]
    for limit in limits {
      for (tokens, higher) in [(90, 110), (100, 120)] {
        var story = try story(tokens)
        let about = limit(100).maxTokensPerTask == nil ? nil : "1"
        for event in events(story, limit(100)) { try story.tell(event, about: about) }
        #expect(events(story, limit(100)) == [])
        if story.state.stop != nil { try story.tell(.runResume, about: nil) }
        #expect(events(story, limit(higher)).map(\.type) == ["budget.warn"])
      }
    }
  }

  @Test func inTheModeWarnNothingStops() throws {
    let story = try story(500, cost: 9)
    let warn = budgets {
      ($0.maxTokensPerTask, $0.maxTokensPerRun, $0.maxCostPerRun, $0.mode) = (100, 100, 1, .warn)
    }
    #expect(events(story, warn).map(\.type) == Array(repeating: "budget.warn", count: 3))
    #expect(story.state.turnsToEnd(warn).isEmpty)
  }

  @Test func moneyIsCountedOverAllTasks() throws {
    var story = try story(10, cost: 0.3)
    for event in Moment.running.events { try story.tell(event, about: "2") }
    try story.tell(.agentUsage(Usage(output: 5, cost: 0.7)), about: "2")
    let limit = budgets { $0.maxCostPerRun = 1 }
    #expect(events(story, limit) == [.budgetStop(BudgetReport(.costPerRun, 1, of: 1))])
    #expect(story.state.usage == Usage(output: 15, cost: 1))
  }

  @Test func aSpentRunEndsTurnsAndStartsNothing() throws {
    var story = try story(100)
    let limit = budgets { $0.maxTokensPerRun = 100 }
    #expect(story.state.turnsToEnd(limit).isEmpty)
    for event in events(story, limit) { try story.tell(event, about: nil) }
    #expect(story.state.status == .stopped)
    #expect(story.state.isBudgetSpent)
    #expect(story.state.turnsToEnd(limit).map(\.task.description) == ["1"])
    // Who asks for the end now does not wait for it.
    try story.tell(.runStop(RunStop(cause: .interrupt)), about: nil)
    #expect(story.state.stop == RunStop(cause: .interrupt))
    try story.tell(.runResume, about: nil)
    #expect(story.state.spentBudget == nil)
    #expect(!story.state.isBudgetSpent)
  }

  @Test func aSpentTaskBeginsNoOtherTurn() throws {
    let limit = budgets { $0.maxTokensPerTask = 100 }
    let report = BudgetReport(.tokensPerTask, 100, of: 100)
    var story = try story(100)
    #expect(events(story, limit) == [.budgetStop(report)])
    #expect(story.state.turnsToEnd(limit).map(\.attempt) == [1])
    try story.tell(.budgetStop(report))
    try story.tell(.attemptFinish(Moment.red))
    #expect(story.state.turnsToEnd(limit).isEmpty)
    try story.tell(.taskRetry(TaskRetry(reason: .failed(Moment.red))))
    #expect(events(story, limit) == [.taskReview(.budget(report))])
    try story.tell(.taskReview(.budget(report)))
    #expect(events(story, limit) == [])
    // A person's retry alone is no money.
    try story.tell(.taskRetry(TaskRetry(reason: .requested)))
    #expect(events(story, limit) == [.taskReview(.budget(report))])
  }

  @Test func aSpentTaskMayLand() throws {
    var story = try Story(.snapshotted)
    try story.tell(.agentUsage(Usage(output: 500)))
    #expect(events(story, budgets { $0.maxTokensPerTask = 100 }).map(\.type) == ["budget.stop"])
  }

  @Test func anAttemptThatWasEndedForItIsKeptForAPerson() throws {
    let record = try Story(.failedAttempt).task
    let judgement = AttemptJudgement(
      spec: try spec("1"), record: record, policy: RunPolicy(), now: Timestamp(milliseconds: 0))
    let report = BudgetReport(.tokensPerTask, 100, of: 100)
    #expect(
      judgement.events(after: .overBudget(report), snapshot: snapshot())
        == [.snapshotCreate(snapshot(wip: true)), .taskReview(.budget(report))])
  }

  @Test func aPriceIsForAMillion() {
    let price = TokenPrice(input: 1, cached: 0.1, output: 10)
    #expect(price.cost(of: Usage(input: 1_000_000, cached: 2_000_000, output: 300_000)) == 4.2)
  }
}
