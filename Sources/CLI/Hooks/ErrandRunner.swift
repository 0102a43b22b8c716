import Configuration
import Glibc
import Journal
import Orchestration
import SystemPackage

/// Works off what commits left, in a process of its own: one at a time, and commits that follow each other closely at
/// once.
struct ErrandRunner {
  let workspace: Workspace

  private var box: ErrandBox { ErrandBox(workspace.state) }

  func run() async throws {
    repeat {
      guard let lock = try box.take() else { return }
      defer { lock.release() }
      while case let names = try await settled(), !names.isEmpty { try await workOff(names) }
    } while !box.names().isEmpty
  }

  /// What is there when nothing new has come for a second.
  private func settled() async throws -> [String] {
    var names = box.names()
    while !names.isEmpty {
      try await ContinuousClock().sleep(for: .seconds(1))
      let later = box.names()
      if later == names { break }
      names = later
    }
    return names
  }

  private func workOff(_ names: [String]) async throws {
    // The log is of the last errands only.
    ftruncate(STDOUT_FILENO, 0)
    let errands = names.compactMap(box.errand)
    for place in Set(errands.map(\.workTree)).sorted() {
      try await perform(errands.filter { $0.workTree == place })
    }
    for name in names { try box.remove(name) }
  }

  /// Whatever goes wrong is for the next `status` to tell.
  private func perform(_ errands: [Errand]) async throws {
    guard let newest = errands.last else { return }
    var outcome = ErrandOutcome(time: .now, commit: newest.commit)
    do {
      var planned: Set<RepositoryPath> = []
      for plan in errands.flatMap(\.plans) where planned.insert(plan).inserted {
        try await make(tasksOf: plan, in: newest.workTree)
      }
      if errands.contains(where: { $0.action == .run }) {
        outcome.run = try await startRun(in: newest.workTree)
      }
    } catch {
      let failure = Failure(describing: error)
      write(failure.text + "\n", to: STDERR_FILENO)
      outcome.failure = failure.what
    }
    outcome.time = .now
    try box.record(outcome)
  }

  /// What `git orchestrate plan` does when a person calls it.
  private func make(tasksOf plan: RepositoryPath, in workTree: String) async throws {
    let workspace = try Workspace(at: workTree, environment: workspace.environment)
    let session = PlanSession(workspace: workspace, output: Output())
    do {
      let file = workspace.root.pushing(FilePath(plan.text))
      try await session.plan(PlanInput(file: file, in: workspace)).print(to: Output())
    } catch {
      var failure = Failure(describing: error)
      failure.what = "\(plan): \(failure.what)"
      throw failure
    }
  }

  /// Starts a run of what has not landed, or hands it over to the live one. Nil where there is nothing to start.
  private func startRun(in workTree: String) async throws -> RunID? {
    let workspace = try Workspace(at: workTree, environment: workspace.environment)
    let starter = try RunStarter(workspace: workspace, output: Output(), flags: [:], allowRed: false)
    let plan = try starter.plan([], rerun: false)
    if try plan.tasks.isEmpty || isInHand(plan, workspace) { return nil }
    _ = try await starter.start(plan, detached: [])
    return try workspace.state.latestRun?.id
  }

  /// The live run has all of it already.
  private func isInHand(_ plan: RunPlan, _ workspace: Workspace) throws -> Bool {
    guard try workspace.hasLiveOrchestrator, let latest = try workspace.state.latestRun else { return false }
    let state = try RunStore(latest).state
    return plan.tasks.allSatisfy { state[$0.id] != nil }
  }
}
