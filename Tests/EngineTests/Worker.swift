import Orchestration

struct WorkerKey: Hashable, Comparable {
  let task: TaskID
  let attempt: Int

  static func < (left: WorkerKey, right: WorkerKey) -> Bool {
    (left.task, left.attempt) < (right.task, right.attempt)
  }
}

/// A worker process: goes on whatever happens to the orchestrator, and leaves its result on the disk.
struct Worker {
  let spec: TaskSpec
  let agent: String
  let claims: Claims
  let turn: Playground.Turn
  var edits: ToyRepository.Files
  let worktree: String
  let slot: Int
  var stepsLeft: Int
  /// What it asks for, and how long it waits for that, seconds.
  var wish: (path: String, wait: Int?)?
  /// When it asked; it waits for no lock longer than it said, nor for ever for an orchestrator.
  var asked: Int64?
  /// How often an agent that does not wait still looks for its answer.
  var patience = 4
  /// What it wrote into its `events.jsonl`.
  var lines: [Entry] = []
  /// Its end, decided once.
  var outcome: AttemptOutcome?

  static let log = "/doctor.log"

  var end: AttemptOutcome {
    switch turn {
    case .pass, .noChange, .stray, .touchProtected, .ask, .askAndWait: .passed
    case .fail, .failAlike: .checkFailed(CheckFailure(check: .doctor, exit: 1, log: Worker.log))
    case .agentFails: .agentFailed("exit 1")
    case .timeout: .timedOut(minutes: 60)
    case .stall: .stalled(minutes: 10)
    case .lost: .lost
    case .infrastructure: .infrastructure("no such program")
    }
  }
}

extension Disk {
  var livingWorkers: [WorkerKey] { workers.filter { $0.value.outcome == nil }.keys.sorted() }

  /// Lets a worker do the next thing: say something, or write its files and end.
  mutating func progress(_ key: WorkerKey) {
    guard var worker = workers[key], worker.outcome == nil else { return }
    if let wish = worker.wish, !ask(key, &worker, wish) {
      workers[key] = worker
      return
    }
    worker.stepsLeft -= 1
    let event: Event =
      worker.lines.isEmpty ? .agentMessage(AgentText(text: "hello")) : .agentUsage(Usage(output: 1))
    worker.lines.append(
      Entry(event, task: key.task, attempt: key.attempt, source: (worker.lines.count + 1) * 10))
    workers[key] = worker
    guard worker.stepsLeft <= 0 else { return }
    if let outage = outages[worker.agent] { return end(key, .unavailable(outage), writing: [:]) }
    end(key, worker.end, writing: worker.edits)
  }

  /// Whether it goes on with its work: it has its answer, or has waited long enough.
  private mutating func ask(
    _ key: WorkerKey, _ worker: inout Worker, _ wish: (path: String, wait: Int?)
  ) -> Bool {
    let nonce = Nonce("\(key)")
    if let answer = answers[nonce], answer.isFinal {
      if !answer.isGranted { worker.edits[wish.path] = nil }
      worker.wish = nil
      return true
    }
    if mail[key.task]?.request.nonce != nonce {
      let globs = [Glob(wish.path)].compactMap(\.self)
      let request = AccessRequest(nonce: nonce, writes: globs, reason: "to see", wait: wish.wait)
      mail[key.task] = (key.attempt, request)
      worker.asked = worker.asked ?? clock
    }
    guard losesPatience(&worker, wish.wait) else { return false }
    mail[key.task] = nil
    worker.edits[wish.path] = nil
    worker.wish = nil
    worker.stepsLeft += 20
    return true
  }

  /// Now and then an agent that waits is killed by its program.
  private mutating func losesPatience(_ worker: inout Worker, _ wait: Int?) -> Bool {
    worker.patience -= 1
    guard let wait, let asked = worker.asked else { return worker.patience < 0 }
    return clock > asked + Int64(wait + 10) * 1000 || random.chance(3)
  }

  mutating func end(_ key: WorkerKey, _ outcome: AttemptOutcome, writing edits: ToyRepository.Files) {
    guard let worker = workers[key], worker.outcome == nil else { return }
    if worktrees[worker.worktree] == nil { violations.append("\(key) works where no worktree is") }
    worktrees[worker.worktree]?.merge(edits) { $1 }
    note(edits, of: key.task)
    if outcome == .passed { latest[key.task] = edits }
    workers[key]?.outcome = outcome
  }
}
