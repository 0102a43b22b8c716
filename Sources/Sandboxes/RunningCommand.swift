import CLinux
import Glibc
import Orchestration
import Subprocess
import SystemPackage

/// A command as a child process: its input, its output, its end.
struct RunningCommand: Sendable {
  let command: Command
  let output: CommandOutput
  let supervision: Supervision

  struct Finished: Sendable {
    var end: CommandResult.End
    var tail: [UInt8]
    var logged: Int
  }

  func finished() async throws -> Finished {
    if output.errors == nil {
      let result = try await Subprocess.run(
        configuration, input: try input(), output: .sequence, error: .combinedWithOutput
      ) { try await follow($0, errors: nil) }
      return finished(result.terminationStatus, result.closureResult)
    }
    let result = try await Subprocess.run(
      configuration, input: try input(), output: .sequence, error: .sequence
    ) { try await follow($0, errors: $0.standardError) }
    return finished(result.terminationStatus, result.closureResult)
  }

  private var configuration: Configuration {
    var platform = PlatformOptions()
    platform.createSession = true
    platform.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: supervision.grace)
    ]
    let program = command.arguments[0]
    return Configuration(
      executable: program.contains("/") ? .path(FilePath(program)) : .name(program),
      arguments: Arguments(Array(command.arguments.dropFirst())),
      environment: .custom(
        Dictionary(
          uniqueKeysWithValues: command.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        )),
      workingDirectory: command.workingDirectory, platformOptions: platform)
  }

  private func finished(_ status: TerminationStatus, _ streams: [Stream]) -> Finished {
    let end: CommandResult.End =
      switch status {
      case .exited(let code): .exited(Int(code))
      case .signaled(let number): .signalled(Int(number))
      }
    return Finished(
      end: end, tail: streams.first { !$0.isErrors }?.tail ?? [],
      logged: streams.map(\.logged).reduce(0, +))
  }

  /// What one stream came to.
  private struct Stream: Sendable {
    var isErrors: Bool
    var tail: [UInt8]
    var logged: Int
  }

  private func follow<E>(
    _ child: Execution<FileDescriptorInput, SequenceOutput, E>, errors: SubprocessOutputSequence?
  ) async throws -> [Stream] {
    try supervision.started(child.processIdentifier.value, command.arguments[0])
    return try await withThrowingTaskGroup(of: Stream?.self) { group in
      group.addTask {
        await supervision.oversee()
        return nil
      }
      group.addTask { try await read(child.standardOutput, into: output.log, onLines: output.onLines) }
      if let errors, let log = output.errors {
        group.addTask { try await read(errors, into: log, onLines: nil, isErrors: true) }
      }
      return try await group.reduce(into: []) { streams, stream in
        if let stream { streams.append(stream) }
      }
    }
  }

  /// A file, not a pipe: nobody has to write it while the command runs, or to notice that it is not read.
  private func input() throws -> FileDescriptorInput {
    if command.input.isEmpty {
      let nothing = try FileDescriptor.open(FilePath("/dev/null"), .readOnly, options: .closeOnExec)
      return .fileDescriptor(nothing, closeAfterSpawningProcess: true)
    }
    let descriptor = orchestrate_memory_file()
    guard descriptor >= 0 else {
      throw CommandError.notStarted(
        program: command.arguments[0], reason: "no memory for its input: \(Errno(rawValue: errno))")
    }
    let file = FileDescriptor(rawValue: descriptor)
    try file.writeAll(command.input)
    try file.seek(offset: 0, from: .start)
    return .fileDescriptor(file, closeAfterSpawningProcess: true)
  }

  /// Reads until the stream ends or the command has ended: a background process that keeps the stream open is
  /// not waited for.
  private func read(
    _ stream: SubprocessOutputSequence, into log: FilePath, onLines: CommandOutput.LineReader?,
    isErrors: Bool = false
  ) async throws -> Stream {
    do {
      var sink = try OutputSink(
        log, cap: supervision.logBytes, of: output, redactor: supervision.redactor, onLines: onLines)
      for try await buffer in stream {
        supervision.sawOutput()
        try await sink.receive(unsafe buffer.withUnsafeBytes { unsafe Array($0) })
      }
      let (tail, logged) = try await sink.finish()
      return Stream(isErrors: isErrors, tail: tail, logged: logged)
    } catch {
      // Nobody reads on, so the command must not go on.
      await supervision.endTree()
      throw error
    }
  }
}
