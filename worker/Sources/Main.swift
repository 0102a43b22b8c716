import Glibc
import Journal
import Sandboxes
import SystemPackage

/// The program that performs one attempt, that every command is started through, and that keeps a container.
@main
struct Main {
  private static let usage = """
    usage: orchestrate-worker run ATTEMPT-DIRECTORY
           orchestrate-worker exec PARENT -- PROGRAM [ARGUMENT...]
           orchestrate-worker hold FILE
           orchestrate-worker access --write GLOB [--write GLOB...] --reason TEXT [--wait SECONDS]
           orchestrate-worker --version

    """

  static func main() {
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  private static func run(_ arguments: [String]) -> Int32 {
    switch arguments.first {
    case "run" where arguments.count == 2:
      let worker = Worker(AttemptDirectory(path: FilePath(arguments[1])))
      StopSignal.serve { stop, turnEnd in await worker.run(until: stop, turnEnd) }
    case "exec":
      return ExecShim.run(Array(arguments.dropFirst()))
    case "hold" where arguments.count == 2:
      return FirstProcess.run(until: arguments[1])
    case "access":
      return access(Array(arguments.dropFirst()))
    case "--version" where arguments.count == 1:
      say("orchestrate-worker \(version)\n", on: .standardOutput)
      return 0
    default:
      say(usage, on: .standardError)
      return 64
    }
  }

  private static func access(_ arguments: [String]) -> Int32 {
    guard let command = AccessCommand(arguments) else {
      say(usage, on: .standardError)
      return 64
    }
    do { return try command.run() } catch {
      say("orchestrate-worker: \(error)\n", on: .standardError)
      return 70
    }
  }

  static func say(_ text: String, on stream: FileDescriptor) {
    _ = try? stream.writeAll(Array(text.utf8))
  }
}
