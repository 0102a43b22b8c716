import FoundationEssentials
import Git
import Journal
package import Orchestration
import Sandboxes
import SystemPackage

/// The doctor on exactly one commit, in a checkout that nothing has touched before.
struct Gate: Sendable {
  let plan: LandingPlan
  let administration: GitAdministration

  private var rules: GatePlan { plan.gate }
  private var home: PrivateHome { PrivateHome(rules.home) }
  /// Marks every process of this run's gate; there is one gate at a time.
  private var nonce: Nonce { Nonce("\(plan.run)--gate") }

  /// Reuses a green verdict for the same tree and commands; else checks out, prepares and runs the doctor.
  func run(_ order: GateOrder) async throws -> GateVerdict {
    let store = VerdictStore(directory: rules.verdicts)
    let key = try verdictKey(order)
    if try store.isGreen(key) { return .pass(cached: true) }
    if let failure = try await inCheckout(of: order.commit, { try await examine(order, in: $0) }) {
      return .fail(failure)
    }
    try store.recordGreen(key, commit: order.commit)
    return .pass(cached: false)
  }

  /// The same without a verdict that anything relies on: says also which files the commands left that git does not
  /// ignore, because those would land with the work of each task.
  func rehearse(_ order: GateOrder) async throws -> (failure: CheckFailure?, left: [RepositoryPath]) {
    try await inCheckout(of: order.commit) { checkout in
      let failure = try await examine(order, in: checkout)
      let repository = try Repository(administration: checkout.adminDirectory, workTree: checkout.path)
      let isLent = try plan.lentPaths()
      return (
        failure, try repository.dirtyPaths(untracked: true).map(\.repositoryPath).filter { !isLent($0) }
      )
    }
  }

  /// A checkout for as long as `body` takes.
  private func inCheckout<Value>(
    of commit: CommitID, _ body: (WorktreeLocation) async throws -> Value
  ) async throws -> Value {
    let checkout = try await makeCheckout(of: commit)
    do {
      try fill(checkout, with: commit)
      let value = try await body(checkout)
      try await remove(checkout)
      return value
    } catch {
      try? await remove(checkout)
      throw error
    }
  }

  private func examine(_ order: GateOrder, in checkout: WorktreeLocation) async throws -> CheckFailure? {
    let failure = try await takingTurns { try await judge(order, in: checkout) }
    if failure == nil { handOn(FilePath(checkout.path)) }
    return failure
  }

  /// Attempts' doctors wait for a gate's, because everybody waits for what lands.
  private func takingTurns(_ judge: () async throws -> CheckFailure?) async throws -> CheckFailure? {
    guard let turns = rules.turns, let holder = ProcessTable.current else { return try await judge() }
    let turn = try await turns.next(for: .gate, by: holder)
    defer { turn.release() }
    return try await judge()
  }

  /// A full disk or another fault only costs the next checkouts some time.
  private func handOn(_ checkout: FilePath) {
    let name = "\(plan.run)-\(UInt64.random(in: 0 ... .max))"
    try? rules.caches?.take(from: checkout, named: name, removing: TreeRemoval.remove)
  }

  /// The first command that says no.
  private func judge(_ order: GateOrder, in checkout: WorktreeLocation) async throws -> CheckFailure? {
    let logs = rules.logs.appending(order.commit.short)
    let confinement = rules.sandbox.confinement(
      of: FilePath(checkout.path), writable: [home.path],
      for: ContainerOwner(run: plan.run.description, task: "gate", nonce: nonce, directory: logs))
    var runner = CommandRunner(
      sandbox: Sandbox(confinement), nonce: nonce, redactor: Redactor(plan.secrets))
    try LogPlace.makeDirectories(logs)
    return try await Container.with(confinement, nonce: nonce) { container in
      runner.container = container
      for (number, (check, command)) in commands(order).enumerated() {
        let log = try LogPlace.fresh(logs, "\(number + 1)-\(check)")
        if let failure = try await run(check, command, order, in: checkout, by: runner, log: log) {
          return failure
        }
      }
      return nil
    }
  }

  private func commands(_ order: GateOrder) -> [(Check, String)] {
    let own = order.doctor == rules.doctor ? nil : order.doctor
    return rules.bootstrap.map { (.bootstrap, $0) }
      + [rules.doctor, own].compactMap(\.self).map { (.doctor, $0) }
  }

  private func run(
    _ check: Check, _ text: String, _ order: GateOrder, in checkout: WorktreeLocation,
    by runner: CommandRunner,
    log: FilePath
  ) async throws -> CheckFailure? {
    var environment = rules.environment.merging(rules.sandbox.home(home)) { $1 }
    environment["TMPDIR"] = home.temporary.string
    environment["ORCHESTRATE_TASK"] = order.task?.description
    let command = Command(shell: text, in: FilePath(checkout.path), environment: environment)
    let result = try await runner.run(
      command, to: CommandOutput(log: log), within: CommandLimits(timeout: .seconds(rules.timeout)))
    if result.end == .cancelled { throw CancellationError() }
    return result.failure(of: check, limit: .seconds(rules.timeout), log: log)
  }

  /// An empty checkout at the commit, in place of whatever a killed gate left.
  private func makeCheckout(of commit: CommitID) async throws -> WorktreeLocation {
    let request = WorktreeRequest(
      name: "\(plan.run)--gate", path: rules.worktrees.appending(".gate").string, base: try ObjectID(commit),
      lockReason: "git orchestrate: gate of run \(plan.run)")
    _ = await ProcessTable.endAll(markedBy: nonce)
    try await rules.sandbox.removeContainer(of: nonce)
    return try await administration.perform { repository in
      try repository.removeWorktree(name: request.name, path: request.path)
      return try repository.addWorktree(request)
    }
  }

  private func fill(_ checkout: WorktreeLocation, with commit: CommitID) throws {
    try checkout.populate(with: ObjectID(commit))
    try rules.copy.copy(into: FilePath(checkout.path))
    try rules.caches?.hand(to: FilePath(checkout.path))
    try TreeRemoval.remove(home.path.string)
    try home.prepare(rules.sandbox)
  }

  private func remove(_ checkout: WorktreeLocation) async throws {
    if let temporary = rules.environment["TMPDIR"] { try TreeRemoval.remove(temporary) }
    try await administration.perform { repository in
      try repository.removeWorktree(name: checkout.name, path: checkout.path)
    }
    try TreeRemoval.remove(home.path.string)
  }

  /// Everything that a verdict depends on.
  private func verdictKey(_ order: GateOrder) throws -> String {
    let tree = try Repository(at: plan.commonDirectory.string).tree(of: ObjectID(order.commit))
    let parts =
      [
        tree.hex, rules.sandbox.kind.rawValue, rules.sandbox.container?.image ?? "",
        rules.sandbox.hasNetwork ? "network" : "",
      ]
      + commands(order).map { "\($0.0) \($0.1)" }
      + (try rules.copy.fingerprints { try ObjectID.hash(blob: $0).hex })
    return try ObjectID.hash(blob: Array(parts.joined(separator: "\0").utf8)).hex
  }
}

extension Lander {
  @concurrent
  package func gate(_ order: GateOrder) async throws -> GateVerdict { try await gate.run(order) }

  /// What a gate on a commit would say, and which files its commands leave that git does not ignore.
  @concurrent
  package func rehearse(
    _ order: GateOrder
  ) async throws -> (failure: CheckFailure?, left: [RepositoryPath]) {
    try await gate.rehearse(order)
  }
}
