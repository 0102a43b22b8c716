import Journal
package import Orchestration
import Sandboxes
import SystemPackage

/// The commands that the configuration wants run in a task's worktree before it is removed, confined as its attempts
/// were. What they come to is told and stops nothing. After a crash they may run once more.
package struct BeforeRemove {
  private let plan: WorkerPlan
  private let task: TaskID

  package init(plan: WorkerPlan, task: TaskID) {
    self.plan = plan
    self.task = task
  }

  private var nonce: Nonce { Nonce("\(plan.run.id)-\(task)-remove") }
  private var directory: FilePath { plan.run.task(task).path }
  private var limit: Duration { .seconds(plan.limits.doctorSeconds) }

  /// Returns the events of each command.
  package func run(in worktree: WorktreePlace) async -> [Event] {
    guard !plan.beforeRemove.isEmpty, (try? Stat(FilePath(worktree.path))) != nil else { return [] }
    let log = directory.appending("\(Check.beforeRemove).log")
    do {
      let home = PrivateHome(plan.run.task(task).home)
      try home.prepare(plan.sandbox)
      let confinement = plan.sandbox.confinement(
        of: FilePath(worktree.path), writable: [home.path],
        for: ContainerOwner(
          run: plan.run.id.description, task: task.description, nonce: nonce, directory: directory))
      return try await Container.with(confinement, nonce: nonce) { container in
        var runner = CommandRunner(sandbox: Sandbox(confinement), nonce: nonce, redactor: redactor)
        runner.container = container
        var events: [Event] = []
        for text in plan.beforeRemove {
          let command = Command(shell: text, in: FilePath(worktree.path), environment: environment(home))
          events += try await run(command, called: text, by: runner, log: log)
        }
        return events
      }
    } catch {
      let failure = CheckFailure(check: .beforeRemove, exit: nil, detail: "\(error)", log: log.string)
      return [.check(.beforeRemove, .fail(failure))]
    }
  }

  private func run(
    _ command: Command, called text: String, by runner: CommandRunner, log: FilePath
  ) async throws -> [Event] {
    let start = Event.check(.beforeRemove, .start(command: redactor.redacted(text)))
    let result = try await runner.run(
      command, to: CommandOutput(log: log), within: CommandLimits(timeout: limit))
    if let failure = result.failure(of: .beforeRemove, limit: limit, log: log) {
      return [start, .check(.beforeRemove, .fail(failure))]
    }
    return [start, .check(.beforeRemove, .pass(seconds: result.duration / .seconds(1)))]
  }

  private func environment(_ home: PrivateHome) -> [String: String] {
    CommandEnvironment.allowed(
      from: plan.environment, passing: plan.passedNames, temporary: home.temporary.string
    ).merging(plan.sandbox.home(home)) { $1 }
      .merging(["ORCHESTRATE_RUN": plan.run.id.description, "ORCHESTRATE_TASK": task.description]) { $1 }
  }

  private var redactor: Redactor {
    let names = plan.hiddenNames.union(plan.passedNames)
    return Redactor(Secrets(among: plan.environment.filter { names.contains($0.key) }))
  }
}
