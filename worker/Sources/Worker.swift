import FoundationEssentials
import Journal
import Orchestration
import Sandboxes
import SystemPackage

/// The worker around its attempt: makes sure that there is only one, tells who it is, and leaves a result behind.
struct Worker: Sendable {
  /// Another worker performs this attempt, or it has been performed (EX_TEMPFAIL of sysexits.h).
  static let nothingToDo: Int32 = 75
  /// The result could not be written (EX_IOERR).
  static let noResult: Int32 = 74

  private let directory: AttemptDirectory

  init(_ directory: AttemptDirectory) { self.directory = directory }

  /// Performs the attempt, or as much of it as there is time for until `stop` ends, and returns the exit code: 0
  /// when `exit.json` says how it ended.
  func run(until stop: AsyncStream<Never>, _ turnEnd: TurnEnd) async -> Int32 {
    do {
      guard let identity = ProcessTable.current else { return Self.noResult }
      guard case .acquired(let lock) = try FileLock.acquire(directory.workerLock, for: identity) else {
        return Self.nothingToDo
      }
      defer { lock.release() }
      if try JSONFile.read(AttemptExit.self, from: directory.exit) != nil { return Self.nothingToDo }
      return await leave(await outcome(identity, until: stop, turnEnd))
    } catch {
      _ = try? FileDescriptor.standardError.writeAll(Array("orchestrate-worker: \(error)\n".utf8))
      return Self.noResult
    }
  }

  private func outcome(
    _ identity: ProcessIdentity, until stop: AsyncStream<Never>, _ turnEnd: TurnEnd
  ) async -> AttemptOutcome {
    do {
      let concealment = Concealment(ProcessInfo.processInfo.environment)
      guard
        let order = try JSONFile.read(
          AttemptOrder.self, from: directory.order, limit: 64 << 20, revealing: concealment)
      else {
        return .infrastructure("there is no \(directory.order)")
      }
      try JSONFile.write(identity, to: directory.worker)
      let events = WorkerEvents(try JournalWriter.open(directory.events, run: order.run).writer, order)
      try events.append([.workerStart(identity)])
      let outcome = try await Container.with(order.confinement, nonce: order.nonce, shim: .own) { container in
        let attempt = AttemptPerformance(
          order, in: directory, events: events, container: container, turnEnd: turnEnd)
        return await withTaskGroup(of: AttemptOutcome?.self) { group in
          group.addTask { await attempt.perform() }
          group.addTask {
            for await _ in stop {}
            return nil
          }
          group.addTask { await watchForWakes(events) }
          return await firstOutcome(&group)
        }
      }
      try events.sync()
      return outcome
    } catch {
      return .infrastructure("\(error)")
    }
  }

  /// The attempt's outcome; whatever ends first ends the others.
  private func firstOutcome(_ group: inout TaskGroup<AttemptOutcome?>) async -> AttemptOutcome {
    for await outcome in group {
      group.cancelAll()
      if let outcome { return outcome }
    }
    return .stopped
  }

  /// Journals every sleep of the machine; returns when the task is cancelled.
  private func watchForWakes(_ events: WorkerEvents) async -> AttemptOutcome? {
    let time = WorkingTime()
    var known = Duration.zero
    while (try? await Task.sleep(for: .seconds(5), clock: .suspending)) != nil {
      let slept = time.asleep - known
      guard slept > .seconds(2) else { continue }
      known += slept
      // The attempt itself will find out that nothing can be written any more.
      try? events.append([.hostWake(seconds: Int(slept.components.seconds))])
    }
    return nil
  }

  /// Leaves the result. On a full disk it waits for room, five minutes long: whatever the attempt used may be
  /// given back only after its end.
  private func leave(_ outcome: AttemptOutcome) async -> Int32 {
    for _ in 0..<300 {
      do {
        try JSONFile.write(AttemptExit(outcome: outcome), to: directory.exit)
        return 0
      } catch {
        await WorkingTime.pause(.seconds(1))
      }
    }
    return Self.noResult
  }
}
