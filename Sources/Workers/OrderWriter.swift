import Agents
import FoundationEssentials
import Journal
import Orchestration
import Sandboxes
import SystemPackage

/// Writes down what a worker is to do, before it is launched.
struct OrderWriter {
  let plan: WorkerPlan
  let assignment: AttemptAssignment
  let directory: AttemptDirectory
  let nonce: Nonce

  private var spec: TaskSpec { assignment.spec }
  private var record: TaskRecord { assignment.record }

  /// `prompt.md` for people, `attempt.json` for the worker. Returns the worker's own environment: what commands may
  /// see, and the values that stand in no file.
  func write() throws -> [String: String] {
    let turn = turn
    let credentials = settings.secrets(for: account(of: turn), in: plan.environment)
    let login = credentials.isEmpty ? login(of: turn) : nil
    try home.prepare(plan.sandbox)
    try FileManager.default.createDirectory(atPath: task.mailbox.string, withIntermediateDirectories: true)
    if let account = account(of: turn) { try AgentHome(account: account, home: home).prepare(login: login) }
    let order = order(turn, credentials.keys.sorted(), login)
    let withheld = plan.environment.filter { (order.passed + order.hidden).contains($0.key) }
      .merging(credentials) { $1 }
    let secret = withheld.filter { !Secrets(among: [$0.key: $0.value]).isEmpty }
    try JSONFile.write(order, to: directory.order, hiding: Concealment(secret))
    let redactor = Redactor(Secrets(among: withheld), shapes: false)
    try write(redactor.redacted(order.turn.prompt), to: directory.prompt)
    return order.environment.merging(withheld) { $1 }
  }

  private func write(_ text: String, to path: FilePath) throws {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate, .noFollow, .closeOnExec], permissions: .ownerReadWrite)
    try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) }
  }

  private var task: TaskDirectory { plan.run.task(spec.id) }
  private var home: PrivateHome { PrivateHome(task.home) }

  private func order(_ turn: AgentTurn, _ credentials: [String], _ login: FilePath?) -> AttemptOrder {
    let limits = AttemptLimits(
      minutes: spec.timeoutMinutes.map(Double.init) ?? plan.limits.minutes,
      stallMinutes: plan.limits.stallMinutes,
      doctorSeconds: plan.limits.doctorSeconds, logBytes: plan.limits.logBytes)
    var order = AttemptOrder(
      run: plan.run.id, task: spec.id, attempt: assignment.attempt, nonce: nonce, turn: turn, limits: limits)
    order.slot = record.slot
    order.port = PortBlock.base(slot: record.slot, repository: plan.commonDirectory.string)
    order.worktree = record.worktree?.path ?? ""
    order.directory = directory.path.string
    (order.home, order.mailbox) = (task.home.string, task.mailbox.string)
    order.bootstrap = record.needsBootstrap ? plan.bootstrap : []
    (order.beforeAttempt, order.afterAttempt) = (plan.beforeAttempt, plan.afterAttempt)
    if let turns = plan.doctorTurns {
      (order.doctorTurns, order.doctorsAtOnce) = (turns.directory.string, turns.count)
    }
    (order.lint, order.fast) = (spec.verify.lint ?? plan.lint, spec.verify.fast ?? plan.fast)
    order.doctor = doctor
    order.testsFirst = spec.writesTestsFirst(record)
    let temporary = home.temporary.string
    let allowed = CommandEnvironment.allowed(from: plan.environment, temporary: temporary)
    order.environment = allowed.merging(plan.sandbox.home(home)) { $1 }
    order.environment["PATH", default: ""] += ":\(plan.worker.removingLastComponent())"
    order.passed = CommandEnvironment.allowed(
      from: plan.environment, passing: plan.passedNames, temporary: temporary
    ).keys.filter { order.environment[$0] == nil }.sorted()
    order.credentials = credentials
    order.hidden = plan.hiddenNames.sorted()
    order.confinement = plan.sandbox.confinement(
      of: FilePath(order.worktree), writable: [task.home, task.mailbox] + (login.map { [$0] } ?? []),
      for: ContainerOwner(
        run: plan.run.id.description, task: spec.id.description, nonce: nonce, directory: directory.path))
    // So that an agent can ask for more.
    if order.confinement.kind != .none { order.confinement.access[plan.worker.string] = .readable }
    return order
  }

  private func login(of turn: AgentTurn) -> FilePath? {
    account(of: turn).flatMap { AgentHome.login(of: $0, in: plan.environment) }
  }

  private func account(of turn: AgentTurn) -> AgentAccount? {
    (try? AgentDescription(for: turn))?.account
  }

  private var doctor: String? { spec.verify.doctor ?? plan.doctor }

  private var agent: String { spec.agent ?? plan.agent }

  private var settings: AgentSettings { plan.agents[agent] ?? AgentSettings() }

  private var turn: AgentTurn {
    var turn = settings.turn(of: agent, prompt: prompt.text)
    turn.command = spec.command ?? turn.command
    turn.model = spec.model ?? turn.model
    turn.home = task.home.string
    turn.isConfined = plan.sandbox.kind != .none
    (turn.session, turn.spent) = (record.session, record.sessionUsage)
    if let agent = try? AgentDescription(for: turn), !agent.reportsMoney {
      turn.price = turn.model.flatMap { plan.prices[$0] }
    }
    turn.costLimit = assignment.costLeft
    return turn
  }

  private var prompt: Prompt {
    var prompt = Prompt(spec: spec)
    prompt.writes = spec.locks.writes.map { "resource \($0)" } + spec.files.writes.map(\.description)
    prompt.granted = record.claims?.writes(beyond: Claims(of: spec, resources: plan.resources)) ?? []
    let checks: [(Check, String?)] = [
      (.lint, spec.verify.lint ?? plan.lint), (.fast, spec.verify.fast ?? plan.fast), (.doctor, doctor),
    ]
    prompt.checks = checks.compactMap { check, command in command.map { Prompt.JudgingCommand(check, $0) } }
    if spec.writesTestsFirst(record) {
      prompt.testPaths = spec.testPaths(usually: plan.testPaths).map(\.description)
    }
    prompt.inFlight = assignment.neighbours.map { other in
      Prompt.NeighbourTask(id: other.id, name: other.name, writes: [other.claims.description])
    }
    prompt.retry = record.retry
    prompt.failureOutput = record.retry?.log.flatMap { LogTail.read(FilePath($0), bytes: Prompt.outputLimit) }
    prompt.lastWords = lastWords
    prompt.hunks = record.hunks
    prompt.note = record.note
    return prompt
  }

  /// What the attempt before printed last; an agent with a session remembers it by itself.
  private var lastWords: String? {
    guard record.session == nil, assignment.attempt > 1 else { return nil }
    let log = task.attempt(assignment.attempt - 1).agentLog
    return LogTail.read(log, bytes: Prompt.lastWordsLimit).map { text in
      text.utf8.split(separator: UInt8(ascii: "\n")).map { PlainText.clean($0) }.joined(separator: "\n")
    }
  }
}

extension RetryReason {
  /// The output of the command that failed, an absolute path.
  fileprivate var log: String? {
    switch self {
    case .failed(.checkFailed(let failure)), .gate(let failure): failure.log
    case .failed(.testsFirst(.passAlready(let log))): log
    default: nil
    }
  }
}
