package import Orchestration
import Subprocess
import SystemPackage

/// Runs one command to its end, whatever it does: bounded in time and output, and with nothing left of it
/// afterwards. SIGTERM to all its processes, SIGKILL to what is left after the grace period.
package struct CommandRunner: Sendable {
  package var sandbox: Sandbox
  /// The command's processes carry it in their environment.
  package var nonce: Nonce?
  /// No other command runs in this process at the same time, so that every descendant of ours belongs to the
  /// command, even one that cleared its environment and left its session.
  package var isAlone: Bool
  /// Takes secrets out of everything that commands print, before it is written or read.
  package var redactor: Redactor
  /// What the sandbox enters, where it is one of that kind.
  package var container: Container?

  package init(
    sandbox: Sandbox, nonce: Nonce? = nil, isAlone: Bool = false, redactor: Redactor = Redactor()
  ) {
    self.sandbox = sandbox
    self.redactor = redactor
    self.nonce = nonce
    self.isAlone = isAlone
  }

  /// Returns when the command has ended and nothing of it runs any more. Cancelling the task stops the command.
  /// Throws `CommandError`, or what the line reader threw; the command has been torn down then, too.
  package func run(
    _ command: Command, to output: CommandOutput, within limits: CommandLimits = CommandLimits()
  ) async throws -> CommandResult {
    if Task.isCancelled { return CommandResult(end: .cancelled, duration: .zero, tail: "", logged: 0) }
    ProcessTree.adoptOrphans()
    var wrapped = sandbox.wrap(command)
    if let nonce { wrapped.environment[CommandEnvironment.nonceName] = nonce.description }
    let supervision = Supervision(self, limits)
    let kills = container?.memoryKills ?? 0
    do {
      let finished = try await RunningCommand(
        command: wrapped, output: output, supervision: supervision
      ).finished()
      var result = result(of: finished, supervision, output)
      result.ranOutOfMemory = (container?.memoryKills ?? 0) > kills
      try requireContainer(command, result)
      return result
    } catch {
      await supervision.endTree()
      throw translate(error, command)
    }
  }

  /// The client's exit code says nothing of the command when the container has gone.
  private func requireContainer(_ command: Command, _ result: CommandResult) throws(CommandError) {
    guard let container, case .exited = result.end, !container.isAlive else { return }
    let limited = sandbox.confinement.container?.temporaryMB != nil
    throw .outputLost(
      program: command.arguments[0],
      reason: "its container has ended" + (limited ? "; it may have run \(CommandResult.outOfMemory)" : ""))
  }

  private func result(
    of finished: RunningCommand.Finished, _ supervision: Supervision, _ output: CommandOutput
  ) -> CommandResult {
    let end = supervision.verdict ?? (Task.isCancelled ? .cancelled : finished.end)
    return CommandResult(
      end: end, duration: supervision.time.elapsed, tail: String(decoding: finished.tail, as: UTF8.self),
      logged: finished.logged)
  }

  private func translate(_ error: any Error, _ command: Command) -> any Error {
    guard let error = error as? SubprocessError else { return error }
    let program = command.arguments[0]
    let reason = error.description
    switch error.code {
    case .spawnFailed, .executableNotFound, .failedToChangeWorkingDirectory:
      return CommandError.notStarted(program: program, reason: reason)
    default:
      return CommandError.outputLost(program: program, reason: reason)
    }
  }
}
