import Agents
import FoundationEssentials
import Journal
import Orchestration
import Sandboxes
import Synchronization
import SystemPackage

/// One attempt: prepare the checkout, let the agent work, judge what it did.
final class AttemptPerformance: Sendable {
  private let order: AttemptOrder
  private let directory: AttemptDirectory
  private let events: WorkerEvents
  private let variables: AttemptVariables
  private let turnEnd: TurnEnd
  private let runner: CommandRunner
  private let time = WorkingTime()
  /// How much of it was spent on waiting for others' doctors, which is not the attempt's fault.
  private let waited = Mutex(Duration.zero)
  /// What stands in the attempt's logs, bytes.
  private let logged = Mutex(0)

  init(
    _ order: AttemptOrder, in directory: AttemptDirectory, events: WorkerEvents, container: Container?,
    turnEnd: TurnEnd
  ) {
    self.order = order
    self.directory = directory
    self.events = events
    self.turnEnd = turnEnd
    variables = AttemptVariables(order, inherited: ProcessInfo.processInfo.environment)
    // An engine's client leaves processes beside us that are not the command's.
    var runner = CommandRunner(
      sandbox: Sandbox(order.confinement, shim: .own), nonce: order.nonce, isAlone: container == nil)
    runner.container = container
    runner.redactor = variables.redactor
    self.runner = runner
  }

  /// Never throws: what keeps us from doing our part is an outcome, too.
  func perform() async -> AttemptOutcome {
    let outcome = await work()
    for command in order.afterAttempt where !Task.isCancelled {
      // Whatever comes of it, the attempt's outcome stays.
      _ = try? await run(.afterAttempt, command, limit: doctorLimit)
    }
    return outcome
  }

  private func work() async -> AttemptOutcome {
    do {
      try makeTemporaryDirectory()
      for command in order.bootstrap {
        if let failure = try await run(.bootstrap, command, limit: nil) { return failure }
      }
      for command in order.beforeAttempt {
        if let failure = try await run(.beforeAttempt, command, limit: doctorLimit) { return failure }
      }
      if let failure = try await takeTurn() { return failure }
      if order.testsFirst, let fast = order.fast { return try await expectFailure(of: fast) }
      for (check, command) in [(Check.lint, order.lint), (.fast, order.fast), (.doctor, order.doctor)] {
        guard let command else { continue }
        if let failure = try await run(check, command, limit: doctorLimit) { return failure }
      }
      return .passed
    } catch {
      return Task.isCancelled ? .stopped : .infrastructure("\(error)")
    }
  }

  /// Tests that were written before the work have to fail, by themselves and not for want of time.
  private func expectFailure(of fast: String) async throws -> AttemptOutcome {
    switch try await run(.fast, fast, limit: doctorLimit) {
    case nil: return .testsFirst(.passAlready(log: directory.log(of: .fast).string))
    case .checkFailed(let failure) where failure.exit != nil: return .passed
    case let outcome?: return outcome
    }
  }

  private var doctorLimit: Duration { .seconds(order.limits.doctorSeconds) }
  private var worked: Duration { time.elapsed - waited.withLock { $0 } }

  private func makeTemporaryDirectory() throws {
    guard let path = order.environment["TMPDIR"] else { return }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Nil when the agent is done. A session that the agent does not know any more is begun anew.
  private func takeTurn() async throws -> AttemptOutcome? {
    let (outcome, hasBegun) = try await take(order.turn)
    guard case .agentFailed = outcome, !hasBegun, order.turn.session != nil else { return outcome }
    var turn = order.turn
    turn.session = nil
    return try await take(turn).outcome
  }

  private func take(_ turn: AgentTurn) async throws -> (outcome: AttemptOutcome?, hasBegun: Bool) {
    let agent: AgentDescription
    let invocation: AgentInvocation
    do {
      agent = try AgentDescription(for: turn)
      invocation = try agent.invocation(turn)
    } catch {
      return (.agentFailed("\(error)"), true)
    }
    let transcript = AgentTranscript(
      agent, progress: AgentProgress(of: turn), events: events, budget: order.limits.logBytes)
    let result = try await untilAsked(transcript) { [self] in
      try await run(
        command(invocation), to: transcript.output(in: directory),
        stall: .seconds(order.limits.stallMinutes * 60))
    }
    return (interruption(result.end) ?? transcript.outcome(result), transcript.hasBegun)
  }

  /// Ends the turn when that is asked for, unless the agent has said that it is done and only has to go.
  private func untilAsked(
    _ transcript: AgentTranscript, _ turn: @escaping @Sendable () async throws -> CommandResult
  ) async throws -> CommandResult {
    try await withThrowingTaskGroup(of: CommandResult?.self) { group in
      group.addTask { try await turn() }
      group.addTask { [turnEnd] in
        await turnEnd.wait()
        return nil
      }
      while let result = try await group.next() {
        if result != nil || !transcript.isDone { group.cancelAll() }
        if let result { return result }
      }
      throw CancellationError()
    }
  }

  /// Nil when the check has passed.
  private func run(_ check: Check, _ text: String, limit: Duration?) async throws -> AttemptOutcome? {
    let turn = check == .doctor ? try await doctorTurn() : nil
    defer { turn?.release() }
    try events.append([.check(check, .start(command: variables.redactor.redacted(text)))])
    let log = directory.log(of: check)
    let result = try await run(
      Command(shell: text, in: FilePath(order.worktree), environment: variables.commands),
      to: CommandOutput(log: log), timeout: limit, isAfterwards: check == .afterAttempt)
    if let failure = result.failure(of: check, limit: limit, log: log) {
      if check != .afterAttempt, let outcome = interruption(result.end) { return outcome }
      try events.append([.check(check, .fail(failure))])
      return .checkFailed(failure)
    }
    try events.append([.check(check, .pass(seconds: result.duration / .seconds(1)))])
    return nil
  }

  /// The right to run a doctor now, where others of this repository run theirs.
  private func doctorTurn() async throws -> FileLock? {
    guard let directory = order.doctorTurns, let worker = ProcessTable.current else { return nil }
    let turns = DoctorTurns(in: FilePath(directory), count: order.doctorsAtOnce)
    if let turn = try turns.take(for: .attempt, by: worker) { return turn }
    try events.append([.check(.doctor, .wait)])
    let waiting = WorkingTime()
    defer { waited.withLock { $0 += waiting.elapsed } }
    return try await turns.next(for: .attempt, by: worker)
  }

  private func command(_ invocation: AgentInvocation) -> Command {
    Command(
      invocation.arguments, in: FilePath(order.worktree),
      environment: variables.commands.merging(invocation.environment) { $1 }
        .merging(variables.credentials) { $1 },
      input: Array(invocation.input.utf8))
  }

  /// Runs a command within what is left of the attempt's time and of its logs.
  private func run(
    _ command: Command, to output: CommandOutput, timeout: Duration? = nil, stall: Duration? = nil,
    isAfterwards: Bool = false
  ) async throws -> CommandResult {
    let left = isAfterwards ? doctorLimit : max(.zero, .seconds(order.limits.minutes * 60) - worked)
    // Whatever was said before, there is room for what a check has to say.
    let room = max(order.limits.logBytes - logged.withLock { $0 }, order.limits.logBytes / 8)
    let limits = CommandLimits(timeout: timeout.map { min($0, left) } ?? left, stall: stall, logBytes: room)
    let result = try await runner.run(command, to: output, within: limits)
    logged.withLock { $0 += result.logged }
    return result
  }

  /// What ends the attempt whatever the command was there for.
  private func interruption(_ end: CommandResult.End) -> AttemptOutcome? {
    switch end {
    case .cancelled: .stopped
    case .timedOut where worked >= .seconds(order.limits.minutes * 60):
      .timedOut(minutes: Int(order.limits.minutes.rounded(.up)))
    case .stalled: .stalled(minutes: Int(order.limits.stallMinutes.rounded(.up)))
    case .timedOut, .exited, .signalled: nil
    }
  }
}

extension Sandbox.Shim {
  /// Ties commands to this process. The child looks `self` up while it still is a copy of this process, so a
  /// replaced or deleted binary does not matter.
  static var own: Sandbox.Shim {
    Sandbox.Shim(program: "/proc/self/exe", parent: ProcessInfo.processInfo.processIdentifier)
  }
}
