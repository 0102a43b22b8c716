import FoundationEssentials
import Journal
import Orchestration
import SystemPackage

/// `access`: an agent asks, from inside its sandbox, to change more than its task declared.
struct AccessCommand {
  private let request: AccessRequest

  /// Nil where the arguments are not understood.
  init?(_ arguments: [String]) {
    var globs: [Glob] = []
    var (reason, wait) = ("", 0)
    var rest = arguments[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { return nil }
      switch option {
      case "--write":
        guard let glob = Glob(value) else { return nil }
        globs.append(glob)
      case "--reason": reason = value
      case "--wait":
        guard let seconds = Int(value) else { return nil }
        wait = seconds
      default: return nil
      }
    }
    guard let request = AccessClient.request(writing: globs, because: reason, waiting: wait) else {
      return nil
    }
    self.request = request
  }

  /// Prints the answer; the exit code says it, too.
  func run() throws -> Int32 {
    let outcome = try AccessClient.ask(request, environment: ProcessInfo.processInfo.environment) {
      Main.say("\($0)\n", on: .standardError)
    }
    Main.say("\(outcome)\n", on: outcome.isAnswer ? .standardOutput : .standardError)
    return outcome.exitCode
  }
}
