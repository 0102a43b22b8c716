import Agents
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

  /// `prompt.md` for people, `attempt.json` for the worker.
  func write() throws -> AttemptOrder {
    let order = order
    try JSONFile.write(order, to: directory.order)
    try write(order.turn.prompt, to: directory.prompt)
    return order
  }

  private func write(_ text: String, to path: FilePath) throws {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate, .noFollow, .closeOnExec], permissions: .ownerReadWrite)
    try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) }
  }

  private var order: AttemptOrder {
    let limits = AttemptLimits(
      minutes: spec.timeoutMinutes.map(Double.init) ?? plan.limits.minutes,
      stallMinutes: plan.limits.stallMinutes,
      doctorSeconds: plan.limits.doctorSeconds, logBytes: plan.limits.logBytes)
    var order = AttemptOrder(
      run: plan.run.id, task: spec.id, attempt: assignment.attempt, nonce: nonce, turn: turn, limits: limits)
    order.slot = assignment.slot
    order.worktree = record.worktree?.path ?? ""
    order.directory = directory.path.string
    let task = plan.run.task(spec.id)
    order.home = task.home.string
    order.bootstrap = record.needsBootstrap ? plan.bootstrap : []
    (order.lint, order.fast) = (spec.verify.lint ?? plan.lint, spec.verify.fast ?? plan.fast)
    order.doctor = doctor
    order.environment = CommandEnvironment.allowed(
      from: plan.environment, passing: plan.passedNames, temporary: task.home.appending("tmp").string)
    let names = plan.agents[order.turn.agent]?.environment ?? []
    order.secrets = plan.environment.filter { names.contains($0.key) }
    return order
  }

  private var doctor: String? { spec.verify.doctor ?? plan.doctor }

  private var turn: AgentTurn {
    let name = spec.agent ?? plan.agent
    var turn = AgentTurn(
      agent: name, command: spec.command ?? plan.agents[name]?.command, prompt: prompt.text)
    turn.model = spec.model
    turn.session = record.session
    return turn
  }

  private var prompt: Prompt {
    var prompt = Prompt(spec: spec)
    prompt.writes = spec.locks.writes.map { "resource \($0)" } + spec.files.writes.map(\.description)
    let checks: [(Check, String?)] = [
      (.lint, spec.verify.lint ?? plan.lint), (.fast, spec.verify.fast ?? plan.fast), (.doctor, doctor),
    ]
    prompt.checks = checks.compactMap { check, command in command.map { Prompt.JudgingCommand(check, $0) } }
    prompt.inFlight = assignment.neighbours.map { other in
      Prompt.NeighbourTask(id: other.id, name: other.name, writes: [other.claims.description])
    }
    prompt.retry = record.retry
    prompt.failureOutput = record.retry?.log.flatMap { LogTail.read(FilePath($0), bytes: Prompt.outputLimit) }
    prompt.hunks = record.hunks
    prompt.note = record.note
    return prompt
  }
}

extension RetryReason {
  /// The output of the command that failed, an absolute path.
  fileprivate var log: String? {
    switch self {
    case .failed(.checkFailed(let failure)), .gate(let failure): failure.log
    default: nil
    }
  }
}
