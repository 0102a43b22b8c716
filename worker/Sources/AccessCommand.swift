import FoundationEssentials
import Journal
import Orchestration
import SystemPackage

/// `access`: an agent asks, from inside its sandbox, to change more than its task declared.
struct AccessCommand {
  private var globs: [Glob] = []
  private var reason: String?

  /// Nil where the arguments are not understood.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let option = rest.popFirst(), let value = rest.popFirst() {
      switch option {
      case "--write":
        guard let glob = Glob(value) else { return nil }
        globs.append(glob)
      case "--reason": reason = value
      default: return nil
      }
    }
    guard AccessRequest.mayAsk(writing: globs, because: reason ?? ""), arguments.count % 2 == 0 else {
      return nil
    }
  }

  /// Prints the answer; the exit code says it, too.
  func run() throws -> Int32 {
    let outcome = try AccessClient.ask(
      writing: globs, because: reason ?? "", environment: ProcessInfo.processInfo.environment)
    Main.say("\(outcome)\n", on: outcome.isAnswer ? .standardOutput : .standardError)
    return outcome.exitCode
  }
}
