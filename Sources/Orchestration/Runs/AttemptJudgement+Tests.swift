extension AttemptJudgement {
  /// The first turn of strict TDD left these files, and the fast tests failed on them. Nothing of it may land: it
  /// is kept as WIP, and what says that the tests are written stands last.
  func judged(tests snapshot: Snapshot) -> [Event] {
    var snapshot = snapshot
    snapshot.wip = true
    let allowed = spec.testPaths(usually: policy.testPaths)
    let others = snapshot.paths.filter { path in !allowed.contains { $0.matches(path) } }
    if others.isEmpty {
      return [.snapshotCreate(snapshot), .tddRed, .taskRetry(TaskRetry(reason: .testsWritten))]
    }
    let outcome = AttemptOutcome.testsFirst(.otherPaths(others))
    return [.snapshotCreate(snapshot), .tddViolation(paths: others)]
      + afterFailure(outcome, tree: snapshot.tree)
  }
}

extension TaskSpec {
  /// What the first turn may change under strict TDD.
  ///
  /// - Parameter usual: the configuration's, for tasks that say nothing themselves.
  package func testPaths(usually usual: [Glob]) -> [Glob] { testPaths.isEmpty ? usual : testPaths }

  /// The next turn writes tests and nothing else: strict TDD, and there are none that fail yet.
  package func writesTestsFirst(_ record: TaskRecord) -> Bool { tddMode == .strict && !record.testsWritten }
}
