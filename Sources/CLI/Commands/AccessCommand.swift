import ArgumentParser
import FoundationEssentials
import Journal
import Orchestration

/// `access`: an agent asks to change more than its task declared. The same as `orchestrate-worker access`, which is
/// there in every sandbox.
struct AccessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "access", abstract: "For an agent at work: ask to change more than its task declared.",
    usage: "git orchestrate access --write <glob> ... --reason <text> [--wait <seconds>]",
    discussion: """
      The answer comes at once: 0 and the locks are yours until your work has landed, 1 and the name of the task \
      that holds them. With --wait a lock that another task holds is waited for, at most so many seconds, and not \
      at all where that task waits for yours. 4 is no answer, because no orchestrator runs.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(help: ArgumentHelp("What is to be changed; several times for more.", valueName: "glob"))
  var write: [Glob]

  @Option(help: ArgumentHelp("Why, for the people who read the log.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("How long to wait for a lock that another task holds.", valueName: "seconds"))
  var wait = 0

  private var request: AccessRequest? {
    AccessClient.request(writing: write, because: reason, waiting: wait)
  }

  func validate() throws {
    guard request == nil else { return }
    throw ValidationError(
      "--write takes 1 to 16 globs, --reason up to 1000 characters, --wait up to \(AccessRequest.longestWait) seconds"
    )
  }

  func run() async throws {
    guard let request else { return }
    let output = options.output
    let outcome = try AccessClient.ask(request, environment: ProcessInfo.processInfo.environment) {
      output.progress($0)
    }
    guard outcome.isAnswer else { throw Failure("\(outcome)", code: .environment) }
    if output.json {
      try output.json(Answer(granted: outcome.exitCode == 0, answer: "\(outcome)"))
    } else {
      output.result("\(outcome)")
    }
    if outcome.exitCode != 0 { throw ExitCode(outcome.exitCode) }
  }

  private struct Answer: Encodable {
    let schema = 1
    let granted: Bool
    let answer: String
  }
}

extension Glob: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
