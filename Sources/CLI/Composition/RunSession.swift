import Agents
import Configuration
import Dispatch
import Engine
import FoundationEssentials
import Glibc
import Journal
import Landing
import Orchestration
import Sandboxes
import SystemPackage
import Workers

/// A live run in this process: the engine, what wakes it, and who watches.
struct RunSession {
  let workspace: Workspace
  let composition: RunComposition
  let output: Output

  /// Drives the run to its end, gives the seat back, and looks once more whether somebody asked for something
  /// in between.
  func driveAndRelease(_ run: RunDirectory, seat: FileLock, resuming: Bool) async throws -> ExitStatus {
    defer { seat.release() }
    let status = try await drive(run, resuming: resuming)
    seat.release()
    if let again = try OrchestratorSeat.take(workspace) {
      defer { again.release() }
      try RequestDesk.applyPending(in: workspace)
    }
    return status
  }

  /// Drives the run to its end and says how it went. The caller holds the seat.
  func drive(_ run: RunDirectory, resuming: Bool) async throws -> ExitStatus {
    let (log, contents) = try JournalWriter.open(run.journal, run: run.id)
    var state = try RunState(replaying: contents.records)
    let view = RunView(output: output, run: run, config: composition.config)
    // Before the tip is verified the branch may have been moved to the base's without a gate and its intent.
    let mayHaveMoved = state.lane?.intent == true || !state.tipVerified
    for lock in try LockSweep(composition.landingPlan()).clear(landingUnderWay: mayHaveMoved) {
      output.progress("removed \(lock), which a killed run had left")
    }
    if resuming {
      for record in try log.append([Entry(.runResume)], at: .now, durable: true) { try state.apply(record) }
    }
    try await composition.sandbox.removeContainers(besides: try run.livingAttempts(of: state))
    view.begin(state)
    var ports = try composition.ports(log: log)
    ports.observe = { state, records in view.show(state, records) }
    let engine = try RunEngine(
      state: state, policy: composition.policy, ports: ports, branches: try await ports.landing.observe())
    let wakeups = Wakeups(engine: engine, state: workspace.state)
    defer { wakeups.stop() }
    let end = try await engine.run()
    let final = await engine.state
    view.end(final)
    if case .redBase(let red) = end { explain(red) }
    if case .paused(let why) = end {
      output.progress("paused: \(PlainText.clean(why.utf8))")
      output.progress("hint: when that is mended: git orchestrate resume")
    }
    try await finish(final, end)
    return status(of: end, final)
  }

  /// The end of what the doctor printed on the tip, and what to do now.
  private func explain(_ red: BaseRed) {
    switch red.cause {
    case .failure(let failure):
      if let tail = LogTail.read(FilePath(failure.log), bytes: 2000) { output.progress(tail) }
      output.progress("error: the \(failure.check) fails on \(red.commit.short), so nothing was started")
      output.progress("hint: mend it first, or start all the same: git orchestrate run --allow-red")
      if composition.sandbox.kind != .none {
        output.progress(
          "hint: does it pass outside of the sandbox? git orchestrate check says what it misses there")
      }
    case .conflict(let paths):
      let (base, main) = (composition.config.baseBranch, composition.config.mainBranch)
      output.progress(
        "error: \(base) does not merge into \(main): \(paths.map(\.description).joined(separator: ", "))")
      output.progress("hint: merge it by hand: git switch \(main) && git merge \(base)")
    }
  }

  private func finish(_ state: RunState, _ end: RunEnd) async throws {
    // A person who stopped it knows; a budget that did has to be told of.
    if case .stopped(let stop) = end, stop.cause != .budget { return }
    if let command = composition.config.onFinish {
      try await FinishCommand(command: command, workspace: workspace, run: composition.run).perform(state)
    }
  }

  private func status(of end: RunEnd, _ state: RunState) -> ExitStatus {
    switch end {
    case .redBase, .paused: .environment
    case .finished, .stopped: state.exitStatus
    }
  }
}
